/** Whether one more is allowed now; a yes counts. `cost`: for how many it counts. */
export type Rate = (cost?: number) => boolean;

/** A bucket of permissions that fills steadily: `perSecond` on average, `burst` at once. */
export function createRate(
  perSecond: number,
  burst: number,
  now: () => number = performance.now.bind(performance),
): Rate {
  let tokens = burst;
  let at = now();
  return (cost = 1) => {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - at) / 1000) * perSecond);
    at = time;
    // What costs more than there ever is may have all of it.
    const price = Math.min(cost, burst);
    if (tokens < price) return false;
    tokens -= price;
    return true;
  };
}
