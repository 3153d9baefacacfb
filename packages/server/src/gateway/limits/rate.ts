import { limits } from '@tieline/protocol';

/**
 * Whether one more is allowed now; a yes counts. `cost`: for how many it counts. `at`: now, by `performance.now()`, for who
 * asks several of them about one frame: to read the clock costs more than all the rest.
 */
export type Rate = (cost?: number, at?: number) => boolean;

/** For how many commands one of so many bytes counts: a long one takes as much work as several. */
export function costOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / limits.commandBytes));
}

/** A bucket of permissions that fills steadily: `perSecond` on average, `burst` at once. */
export function createRate(perSecond: number, burst: number): Rate {
  let tokens = burst;
  let filledAt = -Infinity;
  return (cost = 1, at = performance.now()) => {
    tokens = Math.min(burst, tokens + (Math.max(0, at - filledAt) / 1000) * perSecond);
    filledAt = at;
    // What costs more than there ever is may have all of it.
    const price = Math.min(cost, burst);
    if (tokens < price) return false;
    tokens -= price;
    return true;
  };
}
