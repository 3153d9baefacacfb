import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../logging/log.ts';
import { createWarnOften } from '../logging/warn-often.ts';
import type { NodeId } from '../store/attachments.ts';
import { longestLease } from '../store/leased.ts';
import { writeLease, writeLeaseEnd } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';

export interface LeaseTimes {
  /** How long a lease lasts that is not renewed. */
  readonly seconds: number;
  /** How often it is renewed, and the leases of others are looked at. */
  readonly renewEveryMs: number;
}

const shortestSeconds = 1;

/**
 * PRES-8: half of the grace time, so that the sessions of a node that died are over with it, and a node that was only
 * slow has the other half to take them back. A second at least, as a busy node may stand still for less.
 */
export function leaseTimesOf(graceSeconds: number): LeaseTimes {
  const seconds = Math.min(longestLease, Math.max(shortestSeconds, graceSeconds / 2));
  return { seconds, renewEveryMs: Math.min(1000, seconds * 250) };
}

/** The lease of this node, by which the others know that it lives. */
export interface Lease {
  readonly times: LeaseTimes;
  /** Takes the lease. @throws where the database does not write it down */
  begin(): Promise<void>;
  /** Begins a renewal, and waits for it no longer than until the next one is due. */
  renew(): Promise<void>;
  /** Whether it is valid, as far as is known here: the database answers, and writes. */
  isValid(): boolean;
  /**
   * Whether it was renewed in time for a while. Who was late itself must not take others for dead: what held it up, such
   * as a database that stood still, may have held up all of them.
   */
  isKept(): boolean;
  /** Waits for renewals under way and gives the lease up. */
  end(): Promise<void>;
}

export interface LeaseOptions {
  readonly store: Store;
  readonly node: NodeId;
  readonly graceSeconds: number;
  readonly log: Log;
  /** The lease had run out, or was forgotten: others may have taken the sessions over. */
  readonly onLate: () => void;
}

/** One that hangs on a bad connection is overtaken by another one. */
const renewalsAtOnce = 2;

export function createLease({ store, node, graceSeconds, log, onLate }: LeaseOptions): Lease {
  const times = leaseTimesOf(graceSeconds);
  const underWay = new Set<Promise<void>>();
  const warnOften = createWarnOften(log);
  let writtenAt = -Infinity;
  let renewedAt = -Infinity;
  let judgesFrom = -Infinity;

  async function write(): Promise<void> {
    try {
      const before = await writeLease(store, node, times.seconds);
      writtenAt = performance.now();
      if (before === 'valid') {
        renewedAt = performance.now();
        return;
      }
      renewedAt = -Infinity;
      // The others have their next renewals to show that they live.
      judgesFrom = performance.now() + 2 * times.renewEveryMs;
      onLate();
    } catch (error) {
      warnOften({ err: error }, 'the lease will be renewed later');
    }
  }

  return {
    times,
    begin: async () => {
      await writeLease(store, node, times.seconds);
      writtenAt = performance.now();
    },
    renew: async () => {
      if (underWay.size >= renewalsAtOnce) return;
      const writing: Promise<void> = write().finally(() => underWay.delete(writing));
      underWay.add(writing);
      await Promise.race([writing, pause(times.renewEveryMs, undefined, { ref: false })]);
    },
    isValid: () => performance.now() - writtenAt < times.seconds * 1000,
    isKept: () => {
      const now = performance.now();
      return now >= judgesFrom && now - renewedAt < times.seconds * 1000;
    },
    end: async () => {
      await Promise.all(underWay);
      await writeLeaseEnd(store, node);
    },
  };
}
