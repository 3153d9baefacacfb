import type { StoredBody } from '@tieline/domain';

/** Whether two bodies are the same content, as they are stored (DEL-6). */
export function isSameBody(one: StoredBody, other: StoredBody): boolean {
  if (one.format === 'rich') return other.format === 'rich' && one.html === other.html;
  return one.format === 'plain' && other.format === 'plain' && one.text === other.text;
}
