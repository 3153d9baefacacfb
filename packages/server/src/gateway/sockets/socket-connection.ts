import type { Duplex } from 'node:stream';
import { closeCodes, type EventOf, protocolVersion } from '@tieline/protocol';
import type { WebSocket } from 'ws';
import type { Actor, Context } from '../../features/context.ts';
import { settleIdle } from '../../features/presence/set-idle.ts';
import { attachSession, dropSession, noteGone } from '../../features/sessions/attach-session.ts';
import { selfView } from '../../features/sessions/load-self.ts';
import type { Rate } from '../limits/rate.ts';
import type { Rates } from '../limits/rates.ts';
import type { Admitted } from './admit-socket.ts';
import { SocketSession } from './socket-session.ts';

/** What the library reports of a socket that was closed without a close frame. */
const lostCode = 1006;

/** A client that shows no activity for so long reports itself idle (PRES-7). */
const idleAfterSeconds = 300;

/** One socket from its upgrade to its end: its welcome, its limits, and when its client was last heard of. */
export class SocketConnection {
  readonly #context: Context;
  readonly #rates: Rates;
  readonly #admitted: Admitted;
  readonly #socket: WebSocket;
  readonly #session: SocketSession;
  readonly #mayReceive: Rate;
  /** When the client last sent something, by `performance.now()`. */
  #heardAt = performance.now();
  /** The same, counting only what it sent after it had caught up; null: it has sent nothing since. */
  #heardCaughtUpAt: number | null = null;
  /** The connection broke at a moment that nobody knows. */
  #isLost = false;

  constructor(context: Context, rates: Rates, admitted: Admitted, socket: WebSocket, stream: Duplex) {
    const { actor } = admitted;
    this.#context = context;
    this.#rates = rates;
    this.#admitted = admitted;
    this.#socket = socket;
    this.#session = new SocketSession(context, { actor, socket, stream, mayCommand: rates.of(actor) });
    this.#mayReceive = rates.framesOf(actor);
  }

  /** Serves the socket. `onClose`: it is closed; what that changes is written when the promise resolves. */
  serve(onClose: (written: Promise<void>) => void): void {
    const { actor, idle, finishAdmission, slot } = this.#admitted;
    const session = this.#session;
    // Registered before the welcome: events of the meantime must not be lost.
    const remove = this.#context.liveSessions.add(session);
    this.#context.liveSessions.setIdle(session, idle);
    // What the client sends before its welcome waits in its own buffer.
    this.#socket.pause();
    slot.allowEviction(() => session.evict());
    const welcomed = sendWelcome(this.#context, actor, session).catch((error: unknown) => {
      this.#context.log.warn({ err: error, seat: actor.seat }, 'a socket could not be served');
      this.#socket.close(closeCodes.restarting, 'unavailable');
    });
    void welcomed.then(finishAdmission);
    this.#listen();
    this.#socket.on('close', (code) => {
      slot.release();
      remove();
      this.#noteEnd(code);
      // Only after the welcome: a drop that overtakes its own log-in would leave the seat behind as logged in.
      onClose(welcomed.then(() => writeEnd(this.#context, actor)));
    });
    void welcomed.then(() => {
      if (session.isCaughtUp()) this.#heardCaughtUpAt ??= this.#heardAt;
      this.#socket.resume();
    });
  }

  /** Pings the client, or cuts it off if it has sent nothing since the last ping. */
  checkAlive(lastPingAt: number): void {
    if (this.#heardAt >= lastPingAt) {
      this.#socket.ping();
      return;
    }
    this.#isLost = true;
    this.#socket.terminate();
  }

  /** Answers the commands that came before a moment, by `performance.now()`, and are not done yet. */
  answerLate(before: number): void {
    this.#session.answerLate(before);
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('message', (data, isBinary) => {
      if (this.#countFrame()) this.#session.receive(data as Buffer, isBinary, this.#heardAt);
    });
    socket.on('pong', () => void this.#countFrame());
    socket.on('ping', (data) => {
      if (this.#countFrame()) socket.pong(data);
    });
    socket.on('error', (error) => {
      this.#isLost = true;
      const { seat } = this.#admitted.actor;
      this.#context.log.info({ reason: error.message, seat }, 'a socket failed');
    });
  }

  /** Counts a frame before it is read. False: it is one too many, and the socket is closed. */
  #countFrame(): boolean {
    if (this.#mayReceive(1, this.#noteHeard())) return true;
    this.#rates.noteFlood(this.#admitted.actor);
    this.#session.closeFlooding();
    return false;
  }

  #noteHeard(): number {
    this.#heardAt = performance.now();
    if (this.#session.isCaughtUp()) this.#heardCaughtUpAt = this.#heardAt;
    return this.#heardAt;
  }

  #noteEnd(code: number): void {
    // A close frame is the last that was heard. Without one nobody knows when the connection broke.
    if (!this.#isLost && !this.#session.isSlow() && code !== lostCode) this.#noteHeard();
    noteGone(this.#context, this.#admitted.actor, this.#heardCaughtUpAt ?? -Infinity);
    this.#context.presenceWatch.end(this.#session);
  }
}

async function sendWelcome(context: Context, actor: Actor, session: SocketSession): Promise<void> {
  const attached = await attachSession(context, actor);
  if (!attached) {
    session.end(JSON.stringify({ on: 'session-ended', reason: 'expired' }));
    return;
  }
  const { tenant, after, archiveOf, joined, wasHere } = attached;
  // Before the welcome: what comes after it is heard, what came before is in the lists that the client loads then.
  context.liveSessions.join(session, joined);
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

async function writeEnd(context: Context, actor: Actor): Promise<void> {
  try {
    // The closed window may have been the only active one.
    if (context.liveSessions.countOf(actor.session) > 0) await settleIdle(context, actor);
    else await dropSession(context, actor);
  } catch (error) {
    context.log.warn({ err: error, seat: actor.seat }, 'the end of a connection will be noted later');
  }
}
