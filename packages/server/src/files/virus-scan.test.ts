import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVirusScan, VirusScanFailed } from './virus-scan.ts';

/** Reads what is sent to clamd, as clamd does; calls back with each piece, and with null at the end. */
function readStream(socket: Socket, onPiece: (piece: Buffer | null) => void): void {
  let buffered = Buffer.alloc(0);
  let hasBegun = false;
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    buffered = Buffer.concat([buffered, data]);
    if (!hasBegun && buffered.length >= 10) {
      if (buffered.subarray(0, 10).toString() !== 'zINSTREAM\0')
        throw new Error('This is no command of clamd');
      buffered = buffered.subarray(10);
      hasBegun = true;
    }
    while (hasBegun && buffered.length >= 4 && buffered.length >= 4 + buffered.readUInt32BE(0)) {
      const size = buffered.readUInt32BE(0);
      onPiece(size === 0 ? null : buffered.subarray(4, 4 + size));
      buffered = buffered.subarray(4 + size);
    }
  });
}

let folder: string;
let server: Server;
let answer: (socket: Socket) => void;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieline-scan-'));
  server = createServer((socket) => answer(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

function scan(path: string) {
  const { port } = server.address() as AddressInfo;
  return createVirusScan({ host: '127.0.0.1', port }).scan(path);
}

async function fileOf(content: Buffer | string): Promise<string> {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return path;
}

describe('the virus scan', () => {
  it('sends the whole file in pieces, and returns what the scanner says', async () => {
    const content = Buffer.alloc(300_001, 'abc');
    const got: Buffer[] = [];
    answer = (socket) =>
      readStream(socket, (piece) => {
        if (piece) got.push(Buffer.from(piece));
        else socket.end('stream: OK\0');
      });
    expect(await scan(await fileOf(content))).toBe('clean');
    expect(Buffer.concat(got).equals(content)).toBe(true);

    answer = (socket) => readStream(socket, (piece) => piece ?? socket.end('stream: Eicar-Test FOUND\0'));
    expect(await scan(await fileOf('x'))).toEqual({ virus: 'Eicar-Test' });
  });

  it('takes the answer of a scanner that has seen enough before the end', async () => {
    answer = (socket) => readStream(socket, () => socket.end('stream: Early FOUND\0'));
    expect(await scan(await fileOf(Buffer.alloc(5_000_000)))).toEqual({ virus: 'Early' });
  });

  it.each([
    ['says nothing', (socket: Socket) => readStream(socket, (piece) => piece ?? socket.end())],
    ['hangs up', (socket: Socket) => void socket.destroy()],
    [
      'has an error',
      (socket: Socket) =>
        readStream(socket, (piece) => piece ?? socket.end('INSTREAM size limit exceeded. ERROR\0')),
    ],
    ['says something else', (socket: Socket) => readStream(socket, (piece) => piece ?? socket.end('OK\0'))],
  ])('fails where a scanner %s, instead of taking that for a clean file', async (_, says) => {
    answer = says;
    await expect(scan(await fileOf('x'))).rejects.toThrow(VirusScanFailed);
  });

  it('fails where there is no scanner', async () => {
    const path = await fileOf('x');
    await new Promise((resolve) => server.close(resolve));
    await expect(createVirusScan({ path: join(folder, 'none') }).scan(path)).rejects.toThrow(VirusScanFailed);
  });
});
