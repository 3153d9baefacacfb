import type { Actor } from '../../features/context.ts';
import type { NodeLimits } from '../../node/limits.ts';
import { createRate, type Rate } from './rate.ts';

const noRate: Rate = () => true;

/** One bucket for each key. Those that nobody has used for a while are full again, and need not be kept. */
function createRates(perSecond: number, burst: number): (key: string) => Rate {
  if (perSecond === 0) return () => noRate;
  const held = new Map<string, { readonly rate: Rate; usedAt: number }>();
  const fullAfterMs = (burst / perSecond) * 1000;
  let sweptAt = 0;

  function sweep(now: number): void {
    if (now - sweptAt < fullAfterMs) return;
    sweptAt = now;
    for (const [key, { usedAt }] of held) if (now - usedAt > fullAfterMs) held.delete(key);
  }

  function bucketOf(key: string, at: number): { readonly rate: Rate; usedAt: number } {
    const found = held.get(key);
    if (found) return found;
    const made = { rate: createRate(perSecond, burst), usedAt: at };
    held.set(key, made);
    return made;
  }

  return (key) =>
    (cost, at = performance.now()) => {
      sweep(at);
      const bucket = bucketOf(key, at);
      bucket.usedAt = at;
      return bucket.rate(cost, at);
    };
}

/** The rates of a node: a session counts as one however many windows it has, and over HTTP or sockets. */
export interface Rates {
  /** For each command or request of this actor. */
  of(actor: Pick<Actor, 'session' | 'tenant'> & { readonly seat: Actor['seat'] | null }): Rate;
  /** For each frame that a socket of this actor brings, whatever is in it. A no: its client goes on though it is refused. */
  framesOf(actor: Pick<Actor, 'session'>): Rate;
  /** A socket of this actor was closed for what it sent. */
  noteFlood(actor: Pick<Actor, 'session'>): void;
  /** Whether that was only a moment ago, so that none of its sockets is let in. */
  isFlooding(actor: Pick<Actor, 'session'>): boolean;
  /** Whether so many credentials from this address were nobody's that no more are looked at. */
  isTurnedAway(address: string): boolean;
  /** Credentials from this address were nobody's. */
  noteBad(address: string): void;
  /** A token that was made here is good for nothing any more, or not for the surface that it was brought for. */
  noteOver(token: string): void;
  /** Whether that was found only a moment ago: a client that asks on costs nothing, and its neighbours neither. */
  isOver(token: string): boolean;
}

const turnedAwayMs = 10_000;
/** Sessions that may ask for as much as one may, all at once, for each seat: log-ins make as many of them as one likes. */
const sessionsOfSeat = 3;
/** Frames of a session a second, and at once, for each command that it may ask for a second. */
const frames = { perSecond: 4, burst: 10 };

/** Keys that are kept out for a while. */
function createAway(): { add(key: string): void; has(key: string): boolean } {
  const until = new Map<string, number>();
  return {
    add: (key) => {
      const now = performance.now();
      // All stay as long, so the first are over first.
      for (const [held, end] of until) {
        if (end > now) break;
        until.delete(held);
      }
      until.delete(key);
      until.set(key, now + turnedAwayMs);
    },
    has: (key) => {
      const end = until.get(key);
      if (end === undefined) return false;
      if (end > performance.now()) return true;
      until.delete(key);
      return false;
    },
  };
}

export function createNodeRates(limits: NodeLimits): Rates {
  const sessions = createRates(limits.sessionRate, limits.sessionRate * 2);
  const ofAllSessions = limits.sessionRate * sessionsOfSeat;
  const seats = createRates(ofAllSessions, ofAllSessions * 2);
  const companies = createRates(limits.companyRate, limits.companyRate * 2);
  const strangers = createRates(limits.badCredentials / 60, limits.badCredentials);
  const strangersAway = createAway();
  const floodersAway = createAway();
  const overAway = createAway();
  const framesOfSessions = createRates(
    limits.sessionRate * frames.perSecond,
    limits.sessionRate * frames.burst,
  );
  return {
    of: ({ session, seat, tenant }) => {
      const ofSession = sessions(session);
      const ofSeat = seat === null ? noRate : seats(seat);
      const ofCompany = companies(tenant);
      return (cost, at = performance.now()) => ofSession(cost, at) && ofSeat(cost, at) && ofCompany(cost, at);
    },
    framesOf: ({ session }) => framesOfSessions(session),
    noteFlood: ({ session }) => floodersAway.add(session),
    isFlooding: ({ session }) => floodersAway.has(session),
    noteOver: (token) => overAway.add(token),
    isOver: (token) => overAway.has(token),
    isTurnedAway: (address) => strangersAway.has(address),
    noteBad: (address) => {
      if (!strangers(address)()) strangersAway.add(address);
    },
  };
}
