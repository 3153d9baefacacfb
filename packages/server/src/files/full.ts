const noRoom = new Set(['ENOSPC', 'EDQUOT']);

/** Whether there was no room to write to. What turns to it is well again once there is some. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && noRoom.has(String(error.code));
}
