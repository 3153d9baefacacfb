import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SeatId, ServerEvent, SessionId, TenantId } from '@tieline/protocol';
import type { Bus } from '../bus/bus.ts';
import type { LiveSession } from './live-session.ts';
import { type SeatHint, seatSubject } from './subjects.ts';

/** The sockets of this node. Hears of a seat only while one of its sessions is connected here. */
export interface LiveSessions {
  add(session: LiveSession): () => void;
  /** Sockets that a session has on this node. */
  countOf(session: SessionId): number;
  /** Notes whether a socket has seen no activity for a while. A new one is active. */
  setIdle(session: LiveSession, idle: boolean): void;
  /** Whether every socket of a session here is idle: the windows of one browser share a session. */
  isIdle(session: SessionId): boolean;
  /** Sessions with a socket here and their seats, by tenant. */
  all(): ReadonlyMap<TenantId, ReadonlyMap<SessionId, SeatId>>;
  /** Sends every socket here an event of its own; null: none. */
  tellEach(eventFor: (session: LiveSession) => ServerEvent | null): void;
  /** The same for events that take time to make: everything else goes on between them. */
  tellBySlices(eventFor: (session: LiveSession) => ServerEvent | null): Promise<void>;
  readonly size: number;
}

interface SeatSockets {
  readonly sockets: Set<LiveSession>;
  readonly stop: () => void;
}

/** Sockets that are told of something in one turn of the event loop. */
const sliceSize = 200;

export function createLiveSessions(bus: Bus): LiveSessions {
  const seats = new Map<string, SeatSockets>();
  const windowsOf = new Map<SessionId, Set<LiveSession>>();
  const idle = new Set<LiveSession>();
  let size = 0;

  function hear(sockets: ReadonlySet<LiveSession>, hint: SeatHint): void {
    if ('frame' in hint) {
      for (const socket of sockets) if (socket.id !== hint.except) socket.push(hint.frame);
      return;
    }
    const frame = JSON.stringify({ on: 'session-ended', reason: hint.reason });
    for (const socket of [...sockets]) if (hint.end.includes(socket.session)) socket.end(frame);
  }

  function seatOf(session: LiveSession): SeatSockets {
    const subject = seatSubject(session.tenant, session.seat);
    const found = seats.get(subject);
    if (found) return found;
    const sockets = new Set<LiveSession>();
    const made: SeatSockets = { sockets, stop: bus.subscribe(subject, (hint) => hear(sockets, hint)) };
    seats.set(subject, made);
    return made;
  }

  function remove(session: LiveSession): void {
    const subject = seatSubject(session.tenant, session.seat);
    const seat = seats.get(subject);
    if (!seat?.sockets.delete(session)) return;
    size -= 1;
    idle.delete(session);
    const windows = windowsOf.get(session.session);
    windows?.delete(session);
    if (windows?.size === 0) windowsOf.delete(session.session);
    if (seat.sockets.size > 0) return;
    seat.stop();
    seats.delete(subject);
  }

  function* each(): Generator<LiveSession> {
    for (const seat of seats.values()) yield* seat.sockets;
  }

  function tell(session: LiveSession, eventFor: (session: LiveSession) => ServerEvent | null): void {
    const event = eventFor(session);
    if (event) session.push(JSON.stringify(event));
  }

  return {
    add: (session) => {
      seatOf(session).sockets.add(session);
      windowsOf.set(session.session, (windowsOf.get(session.session) ?? new Set()).add(session));
      size += 1;
      return () => remove(session);
    },
    countOf: (session) => windowsOf.get(session)?.size ?? 0,
    setIdle: (session, isIdle) => void (isIdle ? idle.add(session) : idle.delete(session)),
    isIdle: (session) => {
      const windows = [...(windowsOf.get(session) ?? [])];
      // A device without a window is gone, which is something else: its grace time runs (PRES-8).
      return windows.length > 0 && windows.every((socket) => idle.has(socket));
    },
    all: () => {
      const byTenant = new Map<TenantId, Map<SessionId, SeatId>>();
      for (const socket of each()) {
        const sessions = byTenant.get(socket.tenant) ?? new Map<SessionId, SeatId>();
        byTenant.set(socket.tenant, sessions.set(socket.session, socket.seat));
      }
      return byTenant;
    },
    tellEach: (eventFor) => {
      for (const session of each()) tell(session, eventFor);
    },
    tellBySlices: async (eventFor) => {
      for (const [at, session] of [...each()].entries()) {
        if (at > 0 && at % sliceSize === 0) await nextTurn();
        tell(session, eventFor);
      }
    },
    get size() {
      return size;
    },
  };
}
