import { statfs } from 'node:fs/promises';
import { Transform } from 'node:stream';

/** The free room of the disk for uploads. A reserve is left, as the database may be on the same disk. */
export interface DiskRoom {
  /** Whether the reserve stays free after so many bytes more. */
  hasRoomFor(bytes: number): Promise<boolean>;
}

/** The reserve: a share of the disk, and at most so many bytes. */
const reserveShare = 0.05;
const largestReserve = 1024 ** 3;
/** Bytes of an upload between two checks of the disk. */
const checkEvery = 1024 ** 2;

/** `reserve`: bytes; null: a twentieth of the disk, and at most 1 GB. */
export function createDiskRoom(folder: string, reserve: number | null): DiskRoom {
  return {
    hasRoomFor: async (bytes) => {
      const { bsize, blocks, bavail } = await statfs(folder);
      const reserved = reserve ?? Math.min(largestReserve, blocks * bsize * reserveShare);
      return bavail * bsize - bytes >= reserved;
    },
  };
}

/** Has the code of the system's error for a full disk, so that both are handled alike. */
class NoRoom extends Error {
  readonly code = 'ENOSPC';

  constructor() {
    super('There is no room but the one that is kept for the database');
  }
}

/** @throws NoRoom */
export async function checkRoom(room: DiskRoom, bytes: number): Promise<void> {
  if (!(await room.hasRoomFor(bytes))) throw new NoRoom();
}

/** Passes throttled bytes on until the reserve of the disk is reached, and then fails with NoRoom; what has passed is stored. */
export function whileThereIsRoom(room: DiskRoom, throttle: (bytes: number) => Promise<void>): Transform {
  let left = 0;
  const check = async (size: number): Promise<void> => {
    left -= size;
    if (left >= 0) return;
    left = checkEvery;
    await checkRoom(room, size + checkEvery);
  };
  // Not a generator: when that fails it also ends the request, before it has an answer.
  return new Transform({
    transform: (chunk: Buffer, _, pass) => {
      throttle(chunk.length)
        .then(() => check(chunk.length))
        .then(() => pass(null, chunk), pass);
    },
  });
}
