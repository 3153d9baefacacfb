import type { StoredBody } from '@tieline/domain';
import type { FileId } from '@tieline/protocol';
import type { AcceptedBody } from './accept-body.ts';

/** Whether a body has the content of a stored one (DEL-6); files are the same if they are the same upload. */
export function isSameBody(
  one: StoredBody,
  other: AcceptedBody | { readonly format: 'file'; readonly file: FileId },
): boolean {
  if (one.format === 'file') return other.format === 'file' && one.file === other.file;
  if (one.format === 'rich') return other.format === 'rich' && one.html === other.html;
  return one.format === 'plain' && other.format === 'plain' && one.text === other.text;
}
