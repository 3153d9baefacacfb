import { beginningOf } from '@tieline/text';

/** Where in a file, counted from 1; a column counts UTF-16 units, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a company file. `sentence` says what was expected; it never holds a password or a hash. */
export interface FileError {
  /** null: it is about the file as a whole. */
  readonly place: Place | null;
  readonly sentence: string;
}

/** Collects errors, so that one run reports all of them. */
export interface Report {
  say(place: Place, sentence: string): void;
  /** In order of the file. */
  errors(): readonly FileError[];
}

export function createReport(): Report {
  const said: { readonly place: Place; readonly sentence: string }[] = [];
  return {
    say: (place, sentence) => void said.push({ place, sentence }),
    errors: () => said.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column),
  };
}

/** Characters that control a terminal or the direction of text: printed unchanged, they could hide other output. */
const steering = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** Whether a text holds a control character, a change of direction or half a character. */
export function isSteering(text: string): boolean {
  return steering.test(text);
}

/** A text of a file in quotes, safe on a terminal and short. */
export function shown(text: string): string {
  const start = beginningOf(text, 60);
  const short = start.isWhole ? text : `${start.text}…`;
  const safe = short.replace(new RegExp(steering, 'gu'), (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
  return `"${safe}"`;
}
