import { subprotocol } from '@tieline/protocol';
import { WebSocket } from 'ws';

/** A client of the crowd. */
export interface Member {
  readonly url: string;
  readonly token: string;
  /** One of 127.0.0.0/8: a single address has too few ports for everybody. */
  readonly localAddress: string;
}

/** As long as Tieline's own client waits for a welcome before it tries again. */
const welcomedWithinMs = 15_000;

/** Connects and waits for the welcome. */
export function connectMember({ url, token, localAddress }: Member): Promise<WebSocket> {
  const socket = new WebSocket(url, subprotocol, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
    localAddress,
    headers: { authorization: `Bearer ${token}` },
  });
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      clearTimeout(patience);
      socket.removeAllListeners();
      // What is cut off in the middle of its handshake says so once more.
      socket.on('error', () => undefined);
      socket.terminate();
      reject(error);
    };
    const patience = setTimeout(() => fail(new Error('not welcomed in time')), welcomedWithinMs);
    socket.once('error', fail);
    socket.once('close', (code) => fail(new Error(`closed with ${code} before the welcome`)));
    socket.once('message', () => {
      clearTimeout(patience);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}
