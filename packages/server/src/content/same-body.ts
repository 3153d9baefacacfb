import type { StoredBody } from '@tieline/domain';
import type { SentBody } from './sent-hash.ts';

/** Whether a body has the content of a stored one (DEL-6); files are the same if they are the same upload. */
export function isSameBody(one: StoredBody, other: SentBody): boolean {
  if (one.format === 'file') return other.format === 'file' && one.file === other.file;
  if (one.format === 'deleted') return false;
  if (one.format === 'rich') return other.format === 'rich' && one.html === other.html;
  return one.format === 'plain' && other.format === 'plain' && one.text === other.text;
}
