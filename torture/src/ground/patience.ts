import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds on a clock that no fault touches. */
export const now = (): number => performance.now();

/** Looks every few milliseconds until `look` says yes; false when it does not within `milliseconds`. */
export async function waitUntil(
  look: () => boolean | Promise<boolean>,
  milliseconds: number,
  every = 25,
): Promise<boolean> {
  const until = now() + milliseconds;
  for (;;) {
    if (await look()) return true;
    if (now() >= until) return false;
    await sleep(every);
  }
}

export { sleep };
