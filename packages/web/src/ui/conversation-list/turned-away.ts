import type { PendingMessage } from '@tieline/client';

/** Not sent, and not going to be by itself. */
export function isTurnedAway({ state }: PendingMessage): boolean {
  return state === 'refused' || state === 'failed';
}
