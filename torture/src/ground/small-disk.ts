import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** Megabytes: a few files, and what hostile clients may announce, fill it. */
const size = 192;

export interface SmallDisk {
  readonly path: string;
  close(): Promise<void>;
}

/** A disk of its own for a folder, in memory; null where this account may not make one. */
export function openSmallDisk(path: string): SmallDisk | null {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return {
    path,
    close: async () => void execFileSync('umount', ['-l', path], { stdio: 'ignore' }),
  };
}
