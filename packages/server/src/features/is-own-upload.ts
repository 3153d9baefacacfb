import type { FileRecord } from '../store/files.ts';
import type { Actor } from './context.ts';
import type { Window } from './load-window.ts';

/**
 * Whether a session has brought this upload itself, and no message holds it. `window`: of its conversation; null where that
 * may not be read (TEN-2).
 */
export function isOwnUpload(actor: Actor, file: FileRecord, window: Window | null): boolean {
  return file.seat === actor.seat && file.seq === null && window !== null;
}
