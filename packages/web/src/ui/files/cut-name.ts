import { lettersOf } from '@tieline/text';

/** A name that is no longer is shown in one piece. */
const fullLength = 24;
/** Letters that stay at the end: the ending, and what numbers or dates stand before it. */
const endLength = 12;

/** A name in two parts, of which the second is never cut; no letter is torn apart. */
export function cutName(name: string): readonly [start: string, end: string] {
  const pieces = lettersOf(name);
  if (pieces.length <= fullLength) return [name, ''];
  return [pieces.slice(0, -endLength).join(''), pieces.slice(-endLength).join('')];
}
