import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { closeCodes, type ErrorCode, limits, subprotocol } from '@tieline/protocol';
import { WebSocketServer } from 'ws';
import type { Context } from '../../features/context.ts';
import { createWarnOften } from '../../logging/warn-often.ts';
import { type Admitted, type AdmitOptions, admitSocket, codeOfFault, rejectUpgrade } from './admit-socket.ts';
import { SocketConnection } from './socket-connection.ts';

export interface SocketOptions extends AdmitOptions {
  /** Both sides notice within two of these that the other is gone (half-open connections). */
  readonly heartbeatSeconds: number;
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly stream: Duplex;
  readonly head: Buffer;
}

/** Serves WebSockets. Returns the way to close it: every socket is told to come back (1012). */
export function startSocketServer(
  server: Server,
  context: Context,
  options: SocketOptions,
): () => Promise<void> {
  const sockets = new Sockets(context, options);
  const warnOften = createWarnOften(context.log);
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    void admitSocket(options, request, () => stream.destroyed)
      .then((admitted) => {
        if (typeof admitted === 'string') refuseUpgrade(options, request, stream, admitted);
        else sockets.open(admitted, { request, stream, head });
      })
      .catch((error: unknown) => {
        const code = codeOfFault(error);
        const fields = { err: error };
        if (code === 'internal') context.log.error(fields, 'a socket could not be admitted');
        else warnOften(fields, 'a socket could not be admitted');
        rejectUpgrade(stream, code);
      });
  });
  let lastPingAt = -Infinity;
  const heartbeat = setInterval(() => {
    sockets.checkAlive(lastPingAt);
    lastPingAt = performance.now();
  }, options.heartbeatSeconds * 1000);
  const { answerMs } = options.limits;
  const lateness = setInterval(
    () => sockets.answerLate(performance.now() - answerMs),
    Math.min(1000, answerMs),
  );
  return async () => {
    clearInterval(heartbeat);
    clearInterval(lateness);
    await sockets.close();
  };
}

/** The sockets of a node. */
class Sockets {
  readonly #context: Context;
  readonly #options: SocketOptions;
  readonly #webSockets = createWebSocketServer();
  readonly #connections = new Set<SocketConnection>();
  /** Closed sockets whose end is still being written. */
  readonly #endings = new Set<Promise<void>>();

  constructor(context: Context, options: SocketOptions) {
    this.#context = context;
    this.#options = options;
  }

  open(admitted: Admitted, { request, stream, head }: Upgrade): void {
    let isServed = false;
    this.#webSockets.handleUpgrade(request, stream, head, (socket) => {
      isServed = true;
      const { rates } = this.#options.authenticator;
      const connection = new SocketConnection(this.#context, rates, admitted, socket, stream);
      this.#connections.add(connection);
      connection.serve((written) => {
        this.#connections.delete(connection);
        const ending = written.then(() => void this.#endings.delete(ending));
        this.#endings.add(ending);
      });
    });
    // A client that hangs up at this very moment is not upgraded, and must not keep its slots.
    if (isServed) return;
    admitted.finishAdmission();
    admitted.slot.release();
  }

  checkAlive(lastPingAt: number): void {
    for (const connection of this.#connections) connection.checkAlive(lastPingAt);
  }

  answerLate(before: number): void {
    for (const connection of this.#connections) connection.answerLate(before);
  }

  async close(): Promise<void> {
    const { clients } = this.#webSockets;
    for (const socket of clients) socket.close(closeCodes.restarting, 'restarting');
    // Clients have a moment to answer the close.
    const cut = setTimeout(() => {
      for (const socket of clients) socket.terminate();
    }, 1000);
    await new Promise<void>((resolve) => this.#webSockets.close(() => resolve()));
    clearTimeout(cut);
    await Promise.all(this.#endings);
  }
}

function createWebSocketServer(): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
    // Closes the connection of who sends many tiny pieces: they cost more memory than their bytes.
    maxFragments: 64,
    maxBufferedChunks: 4096,
    // A ping is answered once it is counted.
    autoPong: false,
    // The gateway checks text by itself, so that a bad frame gets an answer instead of a closed connection.
    skipUTF8Validation: true,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });
}

function refuseUpgrade(
  { addressOf, delayRefusal }: SocketOptions,
  request: IncomingMessage,
  stream: Duplex,
  code: ErrorCode,
): void {
  const refuse = (): void => rejectUpgrade(stream, code);
  if (code !== 'too-many-requests') return refuse();
  // A client that hangs up before the delayed answer frees its connection at once.
  stream.once('end', () => stream.destroy());
  stream.resume();
  delayRefusal(addressOf(request), refuse);
}
