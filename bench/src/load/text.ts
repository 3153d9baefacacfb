/**
 * What the messages say: which end sent it, its number, and then something of the length that people write.
 * `a000000042 Could you ...`: 64 bytes, the same on every system that is measured.
 */
const rest = ' Could you have a look at the customs papers of this?';
const digits = 9;

export type EndName = 'a' | 'b';
export const endNames = ['a', 'b'] as const;

export function textOf(end: EndName, number: number): string {
  return end + String(number).padStart(digits, '0') + rest;
}

/** The number in a text that begins at `start`; null where it is not a text of `end`. */
export function numberIn(frame: Buffer, start: number, end: EndName): number | null {
  return frame[start] === end.charCodeAt(0) ? readNumber(frame, start + 1) : null;
}

/** The same in a text that has been decoded. */
export function numberOf(stanza: string, start: number, end: EndName): number | null {
  return stanza[start] === end ? Number(stanza.slice(start + 1, start + 1 + digits)) : null;
}

/** The whole number that stands at `start`, up to the first byte that is no digit. */
export function readNumber(frame: Buffer, start: number): number {
  let number = 0;
  for (let at = start; ; at += 1) {
    const digit = (frame[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return number;
    number = number * 10 + digit;
  }
}
