import { distance } from 'fastest-levenshtein';

/** What is longer is no word that anybody has mistyped, and would cost time to compare. */
const longestWord = 60;

/** The known word that somebody who wrote `written` most likely meant; null where none is near. */
export function nearestWord(written: string, known: Iterable<string>): string | null {
  if (written.length > longestWord) return null;
  let best = { word: '', far: 3 };
  for (const word of known) {
    if (Math.abs(word.length - written.length) >= best.far) continue;
    const far = distance(written.toLowerCase(), word.toLowerCase());
    // Of a short word two other letters leave nothing that is alike.
    if (far < best.far && far < word.length / 2) best = { word, far };
  }
  return best.word === '' ? null : best.word;
}
