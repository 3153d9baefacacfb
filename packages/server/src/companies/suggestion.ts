import { nearestWord } from '../spelling/nearest-word.ts';

/** `; did you mean "Support"?` where one of the known words is close to the one that was written, else nothing. */
export function suggestion(written: string, known: Iterable<string>): string {
  const word = nearestWord(written, known);
  return word === null ? '' : `; did you mean "${word}"?`;
}
