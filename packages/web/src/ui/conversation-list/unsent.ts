import type { PendingMessage } from '@tieline/client';

/** Refused or failed: it is sent again only if its author asks for it. */
export function isUnsent({ state }: PendingMessage): boolean {
  return state === 'refused' || state === 'failed';
}
