import type { Log } from './log.ts';

const quietMs = 10_000;

/**
 * Warns of what may happen ten thousand times in a second: the first time at once, and then, every ten seconds, how
 * often it was since.
 */
export function createWarnOften(log: Pick<Log, 'warn'>): (fields: object, text: string) => void {
  const times = new Map<string, number>();

  function tellTimes(text: string): void {
    const more = times.get(text) ?? 0;
    times.delete(text);
    if (more > 0) log.warn({ times: more }, text);
  }

  return (fields, text) => {
    const before = times.get(text);
    if (before !== undefined) {
      times.set(text, before + 1);
      return;
    }
    times.set(text, 0);
    log.warn(fields, text);
    setTimeout(() => tellTimes(text), quietMs).unref();
  };
}
