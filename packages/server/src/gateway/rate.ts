/** A bucket of permissions that fills steadily: `perSecond` on average, `burst` at once. */
export function createRate(
  perSecond: number,
  burst: number,
  now: () => number = performance.now.bind(performance),
): () => boolean {
  let tokens = burst;
  let at = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - at) / 1000) * perSecond);
    at = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
