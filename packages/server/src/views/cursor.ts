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

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
