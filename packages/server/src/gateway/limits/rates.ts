import type { Actor } from '../../features/context.ts';
import type { NodeLimits } from '../../node/limits.ts';
import { createRate, type Rate } from './rate.ts';

const unlimited: Rate = () => true;

interface Bucket {
  readonly rate: Rate;
  usedAt: number;
}

/** A bucket for each key. One that was not used for a while is full again, so it need not be kept. */
function createRates(perSecond: number, burst: number): (key: string) => Rate {
  if (perSecond === 0) return () => unlimited;
  const buckets = new Map<string, Bucket>();
  const fullAfterMs = (burst / perSecond) * 1000;
  let sweptAt = 0;

  function sweep(now: number): void {
    if (now - sweptAt < fullAfterMs) return;
    sweptAt = now;
    for (const [key, { usedAt }] of buckets) if (now - usedAt > fullAfterMs) buckets.delete(key);
  }

  function bucketOf(key: string, at: number): Bucket {
    const current = buckets.get(key);
    if (current) return current;
    const bucket = { rate: createRate(perSecond, burst), usedAt: at };
    buckets.set(key, bucket);
    return bucket;
  }

  return (key) =>
    (cost, at = performance.now()) => {
      sweep(at);
      const bucket = bucketOf(key, at);
      bucket.usedAt = at;
      return bucket.rate(cost, at);
    };
}

/** The rates of a node. A session has one rate for all its windows, over HTTP and sockets together. */
export interface Rates {
  /** For each command or request of this actor. */
  of(actor: Pick<Actor, 'session' | 'tenant'> & { readonly seat: Actor['seat'] | null }): Rate;
  /** For each frame that a socket of this actor brings, whatever is in it. A no: its client ignores refusals. */
  framesOf(actor: Pick<Actor, 'session'>): Rate;
  /** A socket of this actor was closed for what it sent. */
  noteFlood(actor: Pick<Actor, 'session'>): void;
  /** Whether that was only a moment ago, so that none of its sockets is admitted. */
  isFlooding(actor: Pick<Actor, 'session'>): boolean;
  /** Whether this network has brought so many invalid tokens that no more of them are verified. */
  isBlocked(network: string): boolean;
  /** This network has brought a token that was not made here. */
  noteInvalidToken(network: string): void;
  /** A token that was made here is not valid any more, or not for the surface that it was brought for. */
  noteRejectedToken(token: string): void;
  /** Whether that was only a moment ago: a client that repeats the token costs the database nothing. */
  isRejectedToken(token: string): boolean;
}

const blockMs = 10_000;
/** The rate of a seat, in sessions that use all of theirs: logging in makes any number of sessions. */
const sessionsOfSeat = 3;
/** Frames of a session a second, and at once, for each command that it may send a second. */
const frames = { perSecond: 4, burst: 10 };

/** Keys that are blocked for a while. */
function createBlocklist(): { add(key: string): void; has(key: string): boolean } {
  const blocked = new Map<string, number>();
  return {
    add: (key) => {
      const now = performance.now();
      // All are blocked equally long, so the first of the map end first.
      for (const [each, until] of blocked) {
        if (until > now) break;
        blocked.delete(each);
      }
      blocked.delete(key);
      blocked.set(key, now + blockMs);
    },
    has: (key) => {
      const until = blocked.get(key);
      if (until === undefined) return false;
      if (until > performance.now()) return true;
      blocked.delete(key);
      return false;
    },
  };
}

export function createNodeRates(limits: NodeLimits): Rates {
  const sessions = createRates(limits.sessionRate, limits.sessionRate * 2);
  const ofAllSessions = limits.sessionRate * sessionsOfSeat;
  const seats = createRates(ofAllSessions, ofAllSessions * 2);
  const companies = createRates(limits.companyRate, limits.companyRate * 2);
  const invalidTokens = createRates(limits.badCredentials / 60, limits.badCredentials);
  const blockedNetworks = createBlocklist();
  const floodingSessions = createBlocklist();
  const rejectedTokens = createBlocklist();
  const framesOfSessions = createRates(
    limits.sessionRate * frames.perSecond,
    limits.sessionRate * frames.burst,
  );
  return {
    of: ({ session, seat, tenant }) => {
      const ofSession = sessions(session);
      const ofSeat = seat === null ? unlimited : seats(seat);
      const ofCompany = companies(tenant);
      return (cost, at = performance.now()) => ofSession(cost, at) && ofSeat(cost, at) && ofCompany(cost, at);
    },
    framesOf: ({ session }) => framesOfSessions(session),
    noteFlood: ({ session }) => floodingSessions.add(session),
    isFlooding: ({ session }) => floodingSessions.has(session),
    noteRejectedToken: (token) => rejectedTokens.add(token),
    isRejectedToken: (token) => rejectedTokens.has(token),
    isBlocked: (network) => blockedNetworks.has(network),
    noteInvalidToken: (network) => {
      if (!invalidTokens(network)()) blockedNetworks.add(network);
    },
  };
}
