const noRoom = new Set(['ENOSPC', 'EDQUOT']);

/** Whether the disk was full, which passes as soon as there is room again. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && noRoom.has(String(error.code));
}
