import type { Actor } from '../features/context.ts';
import type { NodeLimits } from '../limits.ts';
import { createRate, type Rate } from './rate.ts';

/** One bucket for each key. Those that nobody has used for a while are full again, and need not be kept. */
function createRates(perSecond: number, burst: number): (key: string) => Rate {
  if (perSecond === 0) return () => () => true;
  const held = new Map<string, { readonly rate: Rate; usedAt: number }>();
  const fullAfterMs = (burst / perSecond) * 1000;
  let sweptAt = 0;

  function sweep(now: number): void {
    if (now - sweptAt < fullAfterMs) return;
    sweptAt = now;
    for (const [key, { usedAt }] of held) if (now - usedAt > fullAfterMs) held.delete(key);
  }

  return (key) => (cost) => {
    const now = performance.now();
    sweep(now);
    const bucket = held.get(key) ?? { rate: createRate(perSecond, burst), usedAt: now };
    bucket.usedAt = now;
    held.set(key, bucket);
    return bucket.rate(cost);
  };
}

/** The rates of a node: a session counts as one however many windows it has, and by whichever entrance it comes. */
export interface Rates {
  /** For each command or request of this actor. */
  of(actor: Pick<Actor, 'session' | 'tenant'>): Rate;
  /** Whether so many credentials from this address were nobody's that no more are looked at. */
  isTurnedAway(address: string): boolean;
  /** Credentials from this address were nobody's. */
  noteBad(address: string): void;
}

const turnedAwayMs = 10_000;

export function createNodeRates(limits: NodeLimits): Rates {
  const sessions = createRates(limits.sessionRate, limits.sessionRate * 2);
  const companies = createRates(limits.companyRate, limits.companyRate * 2);
  const strangers = createRates(limits.badCredentials / 60, limits.badCredentials);
  const turnedAway = new Map<string, number>();
  return {
    of: ({ session, tenant }) => {
      const ofSession = sessions(session);
      const ofCompany = companies(tenant);
      return (cost) => ofSession(cost) && ofCompany(cost);
    },
    isTurnedAway: (address) => {
      const until = turnedAway.get(address);
      if (until === undefined) return false;
      if (until > performance.now()) return true;
      turnedAway.delete(address);
      return false;
    },
    noteBad: (address) => {
      if (!strangers(address)()) turnedAway.set(address, performance.now() + turnedAwayMs);
    },
  };
}
