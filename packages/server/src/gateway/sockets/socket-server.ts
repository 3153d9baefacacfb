import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  closeCodes,
  type ErrorCode,
  type EventOf,
  limits,
  protocolVersion,
  subprotocol,
} from '@tieline/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Actor, Context } from '../../features/context.ts';
import { settleIdle } from '../../features/presence/set-idle.ts';
import { attachSession, dropSession, noteGone } from '../../features/sessions/attach-session.ts';
import { selfView } from '../../features/sessions/load-self.ts';
import { createWarnOften } from '../../logging/warn-often.ts';
import { type Admitted, type AdmitOptions, admitSocket, codeOfFault, rejectUpgrade } from './admit-socket.ts';
import { createSocketSession, type SocketSession } from './socket-session.ts';

/** What the library reports of a socket that was closed without a close frame. */
const lostCode = 1006;

/** A client that shows no activity for so long reports itself idle (PRES-7). */
const idleAfterSeconds = 300;

export interface SocketOptions extends AdmitOptions {
  /** Both sides notice within two of these that the other is gone (half-open connections). */
  readonly heartbeatSeconds: number;
}

/** Serves WebSockets. Returns the way to close it: every socket is told to come back (1012). */
export function startSocketServer(
  server: Server,
  context: Context,
  options: SocketOptions,
): () => Promise<void> {
  // Text is checked by the gateway itself, so that a bad frame gets an answer instead of a closed line.
  const webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
    // A message in more pieces than this, or that trickles in, is made to cost more than it says.
    maxFragments: 64,
    maxBufferedChunks: 4096,
    // A ping is answered once it is counted.
    autoPong: false,
    skipUTF8Validation: true,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });
  const heard: Heard = new WeakMap();
  /** Sockets that are gone, until that is noted. */
  const leaving = new Set<Promise<void>>();
  const serving = new Set<SocketSession>();

  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    void admitSocket(options, request, () => stream.destroyed)
      .then((admitted) => {
        if (typeof admitted === 'string') {
          turnAway(options, request, stream, admitted);
          return;
        }
        let isServed = false;
        webSockets.handleUpgrade(request, stream, head, (socket) => {
          isServed = true;
          serve(context, options, admitted, { socket, stream, heard, leaving, serving });
        });
        // One that hung up at this very moment is not handed over, and must not keep the door.
        if (isServed) return;
        admitted.finishAdmission();
        admitted.place.leave();
      })
      .catch((error: unknown) => {
        const code = codeOfFault(error);
        const fields = { err: error };
        if (code === 'internal') context.log.error(fields, 'a socket could not be admitted');
        else warnOften(fields, 'a socket could not be admitted');
        rejectUpgrade(stream, code);
      });
  });

  const warnOften = createWarnOften(context.log);
  let asked = -Infinity;
  const heartbeat = setInterval(() => {
    for (const socket of webSockets.clients) {
      const last = heard.get(socket);
      if (last && last.at >= asked) socket.ping();
      else {
        if (last) last.isLost = true;
        socket.terminate();
      }
    }
    asked = performance.now();
  }, options.heartbeatSeconds * 1000);

  const { answerMs } = options.limits;
  const lateness = setInterval(
    () => {
      const before = performance.now() - answerMs;
      for (const session of serving) session.answerLate(before);
    },
    Math.min(1000, answerMs),
  );

  return async () => {
    clearInterval(heartbeat);
    clearInterval(lateness);
    for (const socket of webSockets.clients) socket.close(closeCodes.restarting, 'restarting');
    await closed(webSockets);
    await Promise.all(leaving);
  };
}

/** Waits a moment for clients to say goodbye, then cuts the line. */
async function closed(webSockets: WebSocketServer): Promise<void> {
  const cut = setTimeout(() => {
    for (const socket of webSockets.clients) socket.terminate();
  }, 1000);
  await new Promise<void>((resolve) => webSockets.close(() => resolve()));
  clearTimeout(cut);
}

interface LastHeard {
  /** When its client last said something, by `performance.now()`. */
  at: number;
  /** When it last did so after everything had been sent to it that it had missed; null: it has not yet. */
  wholeAt: number | null;
  /** The line was lost at a moment that nobody knows. */
  isLost: boolean;
}

/** What was last heard of each socket. */
type Heard = WeakMap<WebSocket, LastHeard>;

interface Serving {
  readonly socket: WebSocket;
  readonly stream: Duplex;
  readonly heard: Heard;
  readonly leaving: Set<Promise<void>>;
  readonly serving: Set<SocketSession>;
}

function turnAway(
  { addressOf, refuseLate }: SocketOptions,
  request: IncomingMessage,
  stream: Duplex,
  code: ErrorCode,
): void {
  const refuse = (): void => rejectUpgrade(stream, code);
  if (code !== 'too-many-requests') return refuse();
  // Whoever hangs up meanwhile is not waited for.
  stream.once('end', () => stream.destroy());
  stream.resume();
  refuseLate(addressOf(request), refuse);
}

/** From the upgrade to the last byte of one socket. */
function serve(
  context: Context,
  options: SocketOptions,
  { actor, idle, finishAdmission, place }: Admitted,
  { socket, stream, heard, leaving, serving }: Serving,
): void {
  const { rates } = options.authenticator;
  const mayCommand = rates.of(actor);
  const maySend = rates.framesOf(actor);
  const session = createSocketSession(context, { actor, socket, stream, mayCommand });
  // Heard of from the first moment on: what happens while the welcome is being made must not be lost.
  const remove = context.liveSessions.add(session);
  context.liveSessions.setIdle(session, idle);
  // What the client says meanwhile waits in its own buffer.
  socket.pause();
  const last: LastHeard = { at: performance.now(), wholeAt: null, isLost: false };
  heard.set(socket, last);
  serving.add(session);
  place.mayGiveWay(session.giveWay);
  const note = (): number => {
    last.at = performance.now();
    if (session.isWhole()) last.wholeAt = last.at;
    return last.at;
  };
  /** Counts a frame before anybody looks into it. False: it is one too many. */
  const hear = (): boolean => {
    if (maySend(1, note())) return true;
    rates.noteFlood(actor);
    session.closeFlooding();
    return false;
  };
  const welcomed = welcome(context, actor, session).catch((error: unknown) => {
    context.log.warn({ err: error, seat: actor.seat }, 'a socket could not be served');
    socket.close(closeCodes.restarting, 'unavailable');
  });
  void welcomed.then(finishAdmission);
  socket.on('pong', hear);
  socket.on('ping', (data) => {
    if (hear()) socket.pong(data);
  });
  socket.on('error', (error) => {
    last.isLost = true;
    context.log.info({ reason: error.message, seat: actor.seat }, 'a socket failed');
  });
  socket.on('message', (data, isBinary) => {
    if (hear()) session.receive(data as Buffer, isBinary, last.at);
  });
  socket.on('close', (code) => {
    place.leave();
    serving.delete(session);
    remove();
    // A goodbye is the last that is heard of it. Without one nobody knows when the line was lost.
    if (!last.isLost && !session.isSlow() && code !== lostCode) note();
    noteGone(context, actor, last.wholeAt ?? -Infinity);
    context.presenceWatch.end(session);
    // Only after the welcome: a drop that overtakes its own log-in would leave the seat behind as logged in.
    const left = welcomed.then(() => drop(context, actor)).then(() => void leaving.delete(left));
    leaving.add(left);
  });
  void welcomed.then(() => {
    if (session.isWhole()) last.wholeAt ??= last.at;
    socket.resume();
  });
}

async function welcome(context: Context, actor: Actor, session: SocketSession): Promise<void> {
  const attached = await attachSession(context, actor);
  if (!attached) {
    session.end(JSON.stringify({ on: 'session-ended', reason: 'expired' }));
    return;
  }
  const { tenant, after, archiveOf, wasHere } = attached;
  const self = selfView(context, actor, { tenant, seat: after, archiveOf });
  const { moment } = context.lastMark;
  const token = moment && context.resumeTokens.write(actor, { ...moment, revision: tenant.revision });
  const frame: EventOf<'welcome'> = {
    on: 'welcome',
    protocol: protocolVersion,
    self,
    idleAfterSeconds,
    token,
  };
  session.welcome(JSON.stringify(frame), !wasHere);
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
