import { existsSync } from 'node:fs';
import { chmod, rename, writeFile } from 'node:fs/promises';

const library = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1',
].find((path) => existsSync(path));

export const canTurnClocks = library !== undefined;

/** The environment of a server whose clock follows `file`; what measures spans of time goes on as it is. */
export function clockEnvironment(file: string): Record<string, string> {
  if (library === undefined) return {};
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_CACHE_DURATION: '1',
    DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  };
}

/** Put in place whole: a file that is read half is the right time. */
export async function writeClock(file: string, offset: string): Promise<void> {
  await writeFile(`${file}.next`, `${offset}\n`);
  // Whoever it is for may be another account.
  await chmod(`${file}.next`, 0o644);
  await rename(`${file}.next`, file);
}
