import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConversationId, SeatId, ServerEvent, SessionId, TenantId } from '@tieline/protocol';
import type { Bus } from '../bus/bus.ts';
import type { LiveSession } from './live-session.ts';
import { MemberSockets } from './member-sockets.ts';
import { messageFrame } from './message-frame.ts';
import { type MessageHint, type SeatHint, seatSubject } from './subjects.ts';

interface SeatSockets {
  readonly sockets: Set<LiveSession>;
  /** Conversations in which it takes part that have no list of their members. */
  readonly joined: Set<ConversationId>;
  readonly stop: () => void;
}

/** Sockets that are told of something in one turn of the event loop. */
const sliceSize = 200;

type EventFor = (session: LiveSession) => ServerEvent | null;

/** The sockets of this node. Hears of a seat only while one of its sessions is connected here. */
export class LiveSessions {
  readonly #bus: Bus;
  readonly #seats = new Map<string, SeatSockets>();
  readonly #windows = new Map<SessionId, Set<LiveSession>>();
  readonly #idle = new Set<LiveSession>();
  readonly #memberSockets: MemberSockets;
  #size = 0;

  constructor(bus: Bus) {
    this.#bus = bus;
    this.#memberSockets = new MemberSockets(bus);
  }

  get size(): number {
    return this.#size;
  }

  /** Returns the way to take it out again. */
  add(session: LiveSession): () => void {
    this.#seatOf(session).sockets.add(session);
    this.#windows.set(session.session, (this.#windows.get(session.session) ?? new Set()).add(session));
    this.#size += 1;
    return () => this.#remove(session);
  }

  /** The seat of a session takes part in these conversations, which have no list of their members. */
  join({ tenant, seat }: LiveSession, conversations: readonly ConversationId[]): void {
    const here = this.#seats.get(seatSubject(tenant, seat));
    if (!here) return;
    for (const conversation of conversations) {
      here.joined.add(conversation);
      this.#memberSockets.add(tenant, conversation, seat, here.sockets);
    }
  }

  /** Sockets that a session has on this node. */
  countOf(session: SessionId): number {
    return this.#windows.get(session)?.size ?? 0;
  }

  /** Notes whether a socket has seen no activity for a while. A new one is active. */
  setIdle(session: LiveSession, idle: boolean): void {
    if (idle) this.#idle.add(session);
    else this.#idle.delete(session);
  }

  /** Whether every socket of a session here is idle: the windows of one browser share a session. */
  isIdle(session: SessionId): boolean {
    const windows = [...(this.#windows.get(session) ?? [])];
    // A device without a window is gone, which is something else: its grace time runs (PRES-8).
    return windows.length > 0 && windows.every((socket) => this.#idle.has(socket));
  }

  /** Sessions with a socket here and their seats, by tenant. */
  all(): ReadonlyMap<TenantId, ReadonlyMap<SessionId, SeatId>> {
    const byTenant = new Map<TenantId, Map<SessionId, SeatId>>();
    for (const socket of this.#each()) {
      const sessions = byTenant.get(socket.tenant) ?? new Map<SessionId, SeatId>();
      byTenant.set(socket.tenant, sessions.set(socket.session, socket.seat));
    }
    return byTenant;
  }

  /** Sends every socket here an event of its own; null: none. */
  tellEach(eventFor: EventFor): void {
    for (const session of this.#each()) tell(session, eventFor);
  }

  /** The same for events that take time to make: everything else goes on between them. */
  async tellBySlices(eventFor: EventFor): Promise<void> {
    for (const [at, session] of [...this.#each()].entries()) {
      if (at > 0 && at % sliceSize === 0) await nextTurn();
      tell(session, eventFor);
    }
  }

  #seatOf(session: LiveSession): SeatSockets {
    const subject = seatSubject(session.tenant, session.seat);
    const known = this.#seats.get(subject);
    if (known) return known;
    const sockets = new Set<LiveSession>();
    const stop = this.#bus.subscribe(subject, (hint) => hear(sockets, hint));
    const seat = { sockets, joined: new Set<ConversationId>(), stop };
    this.#seats.set(subject, seat);
    return seat;
  }

  #remove(session: LiveSession): void {
    const subject = seatSubject(session.tenant, session.seat);
    const seat = this.#seats.get(subject);
    if (!seat?.sockets.delete(session)) return;
    this.#size -= 1;
    this.#idle.delete(session);
    const windows = this.#windows.get(session.session);
    windows?.delete(session);
    if (windows?.size === 0) this.#windows.delete(session.session);
    if (seat.sockets.size > 0) return;
    seat.stop();
    this.#seats.delete(subject);
    for (const one of seat.joined) this.#memberSockets.remove(session.tenant, one, session.seat);
  }

  *#each(): Generator<LiveSession> {
    for (const seat of this.#seats.values()) yield* seat.sockets;
  }
}

function hear(sockets: ReadonlySet<LiveSession>, hint: SeatHint): void {
  if ('message' in hint) return hearMessage(sockets, hint);
  if ('frame' in hint) {
    for (const socket of sockets) socket.push(hint.frame);
    return;
  }
  const frame = JSON.stringify({ on: 'session-ended', reason: hint.reason });
  for (const socket of [...sockets]) if (hint.end.includes(socket.session)) socket.end(frame);
}

/** Of one seat, whose sockets see it alike. Nothing is encoded where nobody is told. */
function hearMessage(sockets: ReadonlySet<LiveSession>, hint: MessageHint): void {
  let frame: string | undefined;
  for (const socket of sockets)
    if (socket.id !== hint.except) socket.push((frame ??= messageFrame(hint, socket.seat)));
}

function tell(session: LiveSession, eventFor: EventFor): void {
  const event = eventFor(session);
  if (event) session.push(JSON.stringify(event));
}
