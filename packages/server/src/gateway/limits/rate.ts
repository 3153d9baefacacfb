import { limits } from '@tieline/protocol';

/**
 * Whether one more is allowed now; a yes counts. `cost`: how many it counts for. `at`: now, by `performance.now()`; passed
 * in by callers that check several rates for one frame, as reading the clock costs more than all the rest.
 */
export type Rate = (cost?: number, at?: number) => boolean;

/** How many commands a command of so many bytes counts for: a long one takes as much work as several. */
export function costOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / limits.commandBytes));
}

/** A token bucket: `perSecond` on average, `burst` at once. */
export function createRate(perSecond: number, burst: number): Rate {
  let tokens = burst;
  let filledAt = -Infinity;
  return (cost = 1, at = performance.now()) => {
    tokens = Math.min(burst, tokens + (Math.max(0, at - filledAt) / 1000) * perSecond);
    filledAt = at;
    // What costs more than a full bucket is allowed by a full bucket; otherwise it never would be.
    const price = Math.min(cost, burst);
    if (tokens < price) return false;
    tokens -= price;
    return true;
  };
}
