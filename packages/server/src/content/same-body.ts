import type { StoredBody } from '@tieline/domain';
import type { FileId } from '@tieline/protocol';
import type { AcceptedBody } from './accept-body.ts';

/** Whether a body is the same content as one that is stored (DEL-6); a file is the same if it is the same upload. */
export function isSameBody(
  one: StoredBody,
  other: AcceptedBody | { readonly format: 'file'; readonly file: FileId },
): boolean {
  if (one.format === 'file') return other.format === 'file' && one.file === other.file;
  if (one.format === 'rich') return other.format === 'rich' && one.html === other.html;
  return one.format === 'plain' && other.format === 'plain' && one.text === other.text;
}
