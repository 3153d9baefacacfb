import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Speaks like clamd: reads what is sent, and finds what has a word in it. */
export interface Clamd {
  readonly port: number;
  close(): Promise<void>;
}

export const evilWord = 'EVIL-7f3a';

/** `port` 0: any. */
export async function startClamd(port = 0): Promise<Clamd> {
  const server: Server = createServer(answerScan);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function answerScan(socket: Socket): void {
  let held = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    held = Buffer.concat([held, data]);
    // A piece of no bytes ends it.
    if (!held.subarray(-4).equals(Buffer.alloc(4))) return;
    socket.end(held.includes(evilWord) ? 'stream: Evil.Test-1 FOUND\0' : 'stream: OK\0');
  });
}
