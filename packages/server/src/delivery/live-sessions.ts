import type { SeatId, SessionId, TenantId } from '@tieline/protocol';
import type { Bus } from '../bus/bus.ts';
import type { LiveSession } from './live-session.ts';
import { type SeatHint, seatSubject } from './subjects.ts';

/** The sockets of this node. Hears of a seat only while one of its sessions is connected here. */
export interface LiveSessions {
  add(session: LiveSession): () => void;
  /** Sockets that a session has on this node. */
  countOf(session: SessionId): number;
  /** Sessions with a socket here and their seats, by tenant. */
  all(): ReadonlyMap<TenantId, ReadonlyMap<SessionId, SeatId>>;
  readonly size: number;
}

interface SeatSockets {
  readonly sockets: Set<LiveSession>;
  readonly stop: () => void;
}

export function createLiveSessions(bus: Bus): LiveSessions {
  const seats = new Map<string, SeatSockets>();
  const counts = new Map<SessionId, number>();
  let size = 0;

  function count(session: SessionId, step: 1 | -1): void {
    const sockets = (counts.get(session) ?? 0) + step;
    if (sockets > 0) counts.set(session, sockets);
    else counts.delete(session);
    size += step;
  }

  function hear(sockets: ReadonlySet<LiveSession>, hint: SeatHint): void {
    if ('frame' in hint) {
      for (const socket of sockets) socket.push(hint.frame);
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
    count(session.session, -1);
    if (seat.sockets.size > 0) return;
    seat.stop();
    seats.delete(subject);
  }

  function* each(): Generator<LiveSession> {
    for (const seat of seats.values()) yield* seat.sockets;
  }

  return {
    add: (session) => {
      seatOf(session).sockets.add(session);
      count(session.session, 1);
      return () => remove(session);
    },
    countOf: (session) => counts.get(session) ?? 0,
    all: () => {
      const byTenant = new Map<TenantId, Map<SessionId, SeatId>>();
      for (const socket of each()) {
        const sessions = byTenant.get(socket.tenant) ?? new Map<SessionId, SeatId>();
        byTenant.set(socket.tenant, sessions.set(socket.session, socket.seat));
      }
      return byTenant;
    },
    get size() {
      return size;
    },
  };
}
