import { statfs } from 'node:fs/promises';
import { Transform } from 'node:stream';

/** The disk that uploads lie on, and the room that is kept on it: the database beside them must never run out. */
export interface DiskRoom {
  /** Whether so many bytes more leave the reserve as it is. */
  hasRoomFor(bytes: number): Promise<boolean>;
}

/** A share of the disk, and what it comes to at most. */
const reserveShare = 0.05;
const largestReserve = 1024 ** 3;
/** Bytes of an upload between two looks at the disk. */
const lookEvery = 1024 ** 2;

/** `reserve`: bytes; null: a twentieth of the disk, and at most 1 GB. */
export function createDiskRoom(folder: string, reserve: number | null): DiskRoom {
  return {
    hasRoomFor: async (bytes) => {
      const { bsize, blocks, bavail } = await statfs(folder);
      const kept = reserve ?? Math.min(largestReserve, blocks * bsize * reserveShare);
      return bavail * bsize - bytes >= kept;
    },
  };
}

/** As the system says it where a disk is full to the last byte. */
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

/** Passes throttled bytes on until the reserve of the disk is reached, and then fails with NoRoom; what has passed is kept. */
export function whileThereIsRoom(room: DiskRoom, throttle: (bytes: number) => Promise<void>): Transform {
  let left = 0;
  const look = async (size: number): Promise<void> => {
    left -= size;
    if (left >= 0) return;
    left = lookEvery;
    await checkRoom(room, size + lookEvery);
  };
  // A generator would end the request as well when it fails, before there is an answer.
  return new Transform({
    transform: (chunk: Buffer, _, pass) => {
      throttle(chunk.length)
        .then(() => look(chunk.length))
        .then(() => pass(null, chunk), pass);
    },
  });
}
