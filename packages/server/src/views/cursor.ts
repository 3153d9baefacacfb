/** An opaque page cursor of two sort keys. */
export function writeCursor(keys: readonly [string, string]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The keys of a cursor; null where there is none, `broken` where somebody made it up. */
export function readCursor(cursor: string | null): readonly [string, string] | null | 'broken' {
  if (cursor === null) return null;
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(keys) || keys.length !== 2) return 'broken';
    const [first, second] = keys as unknown[];
    return typeof first === 'string' && !first.includes('\0') && typeof second === 'string' && isUuid(second)
      ? [first, second]
      : 'broken';
  } catch {
    return 'broken';
  }
}

/** The same of a list that is ordered by time and id. */
export function readMomentCursor(
  cursor: string | null,
): { readonly at: string; readonly id: string } | null | 'broken' {
  const keys = readCursor(cursor);
  if (keys === null || keys === 'broken') return keys;
  const [at, id] = keys;
  return isMoment(at) ? { at, id } : 'broken';
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** As pages write it, and of a year that the database has: it knows none before 1, and writes those beyond 9999 otherwise. */
function isMoment(text: string): boolean {
  const time = Date.parse(text);
  return /^(?!0000)\d{4}-/.test(text) && !Number.isNaN(time) && new Date(time).toISOString() === text;
}
