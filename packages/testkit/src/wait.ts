import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until `look` answers with something; fails with `what` when it never does. */
export async function waitFor<Result>(
  what: string,
  look: () => Result | null | undefined | false | Promise<Result | null | undefined | false>,
): Promise<Result> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    await sleep(25);
  }
  throw new Error(`Waited in vain for: ${what}`);
}
