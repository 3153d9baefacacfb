import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  closeCodes,
  type ErrorCode,
  errorTable,
  limits,
  protocolVersion,
  subprotocol,
} from '@tieline/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Actor, Context } from '../features/context.ts';
import { settleIdle } from '../features/presence/set-idle.ts';
import { attachSession, dropSession } from '../features/sessions/attach-session.ts';
import { authenticate } from '../features/sessions/authenticate.ts';
import { loadSelf } from '../features/sessions/load-self.ts';
import { asSurface, tokenOf } from './credentials.ts';
import { createSocketSession, type SocketSession } from './socket-session.ts';

/** A client that shows no activity for so long reports itself idle (PRES-7). */
const idleAfterSeconds = 300;
/** Both sides notice within two of these that the other is gone (half-open connections). */
const heartbeatMs = 20_000;
const path = '/api/v1/socket';

export interface SocketOptions {
  readonly isOriginAllowed: (origin: string | undefined) => boolean;
}

/** The WebSocket entrance. Returns the way to close it: every socket is told to come back (1012). */
export function openSocketEntrance(
  server: Server,
  context: Context,
  options: SocketOptions,
): () => Promise<void> {
  // Text is checked by the gateway itself, so that a bad frame gets an answer instead of a closed line.
  const entrance = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
    skipUTF8Validation: true,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });
  const alive = new WeakSet<WebSocket>();

  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    void admit(context, options, request)
      .then((admitted) => {
        if (typeof admitted === 'string') reject(stream, admitted);
        else
          entrance.handleUpgrade(request, stream, head, (socket) =>
            serve(context, admitted, socket, stream, alive),
          );
      })
      .catch((error: unknown) => {
        context.log.error({ err: error }, 'a socket could not be admitted');
        reject(stream, 'unavailable');
      });
  });

  const heartbeat = setInterval(() => {
    for (const socket of entrance.clients) {
      if (alive.has(socket)) {
        alive.delete(socket);
        socket.ping();
      } else {
        socket.terminate();
      }
    }
  }, heartbeatMs);

  return async () => {
    clearInterval(heartbeat);
    for (const socket of entrance.clients) socket.close(closeCodes.restarting, 'restarting');
    await closed(entrance);
  };
}

/** Waits a moment for clients to say goodbye, then cuts the line. */
async function closed(entrance: WebSocketServer): Promise<void> {
  const cut = setTimeout(() => {
    for (const socket of entrance.clients) socket.terminate();
  }, 1000);
  await new Promise<void>((resolve) => entrance.close(() => resolve()));
  clearTimeout(cut);
}

async function admit(
  context: Context,
  options: SocketOptions,
  request: IncomingMessage,
): Promise<Actor | ErrorCode> {
  const address = `http://tieline${request.url ?? '/'}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.pathname !== path) return 'not-found';
  if (!options.isOriginAllowed(request.headers.origin)) return 'origin-not-allowed';
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(subprotocol)) return 'protocol-version';
  const surface = asSurface(url.searchParams.get('surface'));
  if (surface === null) return 'invalid';
  return (await authenticate(context, tokenOf(request.headers, surface), surface)) ?? 'not-signed-in';
}

function reject(stream: Duplex, code: ErrorCode): void {
  const { status, sentence } = errorTable[code];
  const body = JSON.stringify({ code, sentence, retry: errorTable[code].retry });
  stream.end(
    `HTTP/1.1 ${status} ${code}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** From the upgrade to the last byte of one socket. */
function serve(
  context: Context,
  actor: Actor,
  socket: WebSocket,
  stream: Duplex,
  alive: WeakSet<WebSocket>,
): void {
  const session = createSocketSession(context, actor, socket, stream);
  // Heard of from the first moment on: what happens while the welcome is being made must not be lost.
  const remove = context.liveSessions.add(session);
  // What the client says meanwhile waits in its own buffer.
  socket.pause();
  alive.add(socket);
  const welcomed = welcome(context, actor, session).catch((error: unknown) => {
    context.log.warn({ err: error, seat: actor.seat }, 'a socket could not be served');
    socket.close(closeCodes.restarting, 'unavailable');
  });
  socket.on('pong', () => alive.add(socket));
  socket.on('error', (error) =>
    context.log.info({ reason: error.message, seat: actor.seat }, 'a socket failed'),
  );
  socket.on('message', (data, isBinary) => {
    alive.add(socket);
    session.receive(data as Buffer, isBinary);
  });
  socket.on('close', () => {
    remove();
    context.presenceWatch.end(session);
    // Only after the welcome: a drop that overtakes its own log-in would leave the seat behind as logged in.
    void welcomed.then(() => drop(context, actor));
  });
  void welcomed.then(() => socket.resume());
}

async function welcome(context: Context, actor: Actor, session: SocketSession): Promise<void> {
  const attached = await attachSession(context, actor);
  const self = attached ? await loadSelf(context, actor) : null;
  if (self?.ok)
    session.welcome(
      JSON.stringify({ on: 'welcome', protocol: protocolVersion, self: self.result, idleAfterSeconds }),
    );
  else session.end(JSON.stringify({ on: 'session-ended', reason: 'expired' }));
}

async function drop(context: Context, actor: Actor): Promise<void> {
  try {
    // The window that is gone may have been the only active one.
    if (context.liveSessions.countOf(actor.session) > 0) await settleIdle(context, actor);
    else await dropSession(context, actor);
  } catch (error) {
    context.log.warn({ err: error, seat: actor.seat }, 'the end of a connection will be noted later');
  }
}
