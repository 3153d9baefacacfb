import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own, of so many bytes. */
export interface SmallDisk {
  /** Shrinks it to what it holds: there is not a byte left. */
  fill(): void;
  free(): void;
  close(): void;
}

const bytesOfPage = 4096;

/** Mounts one in memory at a folder that is there, which others may enter; only root may. */
function openSmallDisk(folder: string, bytes: number): SmallDisk {
  mount('-t', 'tmpfs', '-o', `size=${bytes},mode=711`, 'tmpfs', folder);
  const resize = (size: number) => mount('-o', `remount,size=${size}`, folder);
  return {
    fill: () => {
      const { blocks, bfree, bsize } = statfsSync(folder);
      resize(Math.max((blocks - bfree) * bsize, bytesOfPage));
    },
    free: () => resize(bytes),
    close: () => void execFileSync('umount', [folder]),
  };
}

/** Every kind of small disk that this user of this machine can have. */
export const smallDisks: readonly (readonly [kind: string, open: typeof openSmallDisk])[] = canMount()
  ? [['in memory', openSmallDisk]]
  : [];

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-mount-'));
  try {
    openSmallDisk(folder, bytesOfPage).close();
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

function mount(...words: string[]): void {
  execFileSync('mount', words, { stdio: 'ignore' });
}
