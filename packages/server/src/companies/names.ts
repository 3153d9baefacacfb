import { isBlank } from '@tieline/text';
import { type Fields, readItems, readOptional, readRequired, readTextOf, sayAt } from './fields.ts';
import { isSteering, type Place, shown } from './file-error.ts';
import { suggestion } from './suggestion.ts';

/** Characters of the longest value of each kind. */
export const longest = { name: 100, group: 60, email: 254, password: 256 } as const;

/** What HTML takes for an e-mail address, so that a log-in form takes each of them. */
const emailForm =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Composed, so that two names that look alike are alike; without blanks around it. */
function tidy(text: string): string {
  return text.normalize('NFC').trim();
}

function problemOf(text: string, most: number): string | null {
  if (text === '') return 'must not be empty';
  if (isBlank(text)) return 'must have something that can be seen';
  if (isSteering(text)) return 'must be one line without control characters';
  return text.length > most ? `must have at most ${most} characters; it has ${text.length}` : null;
}

/** A name that must be there. What is wrong with it is reported; it is returned all the same, for what refers to it. */
export function readName(fields: Fields, key: string, most: number = longest.name): string {
  const node = readRequired(fields, key);
  const text = node && readTextOf(fields.reading, node, key);
  if (text === null) return '';
  const name = tidy(text);
  const problem = problemOf(name, most);
  if (problem !== null) sayAt(fields, key, `${key} ${problem}`);
  return name;
}

/** A title or department: empty where the key is not there. */
export function readLabel(fields: Fields, key: string): string {
  return fields.values.has(key) && readOptional(fields, key) ? readName(fields, key) : '';
}

/** An e-mail, in lower case: it is how a person logs in, whichever way it is typed. */
export function readEmail(fields: Fields): string {
  const email = readName(fields, 'email', longest.email).toLowerCase();
  const broken =
    email !== '' && email.length <= longest.email && !isSteering(email) && !emailForm.test(email);
  if (broken) sayAt(fields, 'email', `email must look like name@example.com, not ${shown(email)}`);
  return email;
}

/** Names that are there once, in whichever case they are written. */
export interface Register {
  /** Reports a name that was there before. */
  add(fields: Fields, key: string, name: string): void;
  /** As they were written. */
  readonly names: ReadonlySet<string>;
}

export function createRegister(): Register {
  const places = new Map<string, Place>();
  const names = new Set<string>();
  return {
    names,
    add: (fields, key, name) => {
      if (name === '') return;
      const before = places.get(name.toLowerCase());
      if (before) return sayAt(fields, key, `${shown(name)} is there already, on line ${before.line}`);
      places.set(name.toLowerCase(), fields.place);
      names.add(name);
    },
  };
}

/** A list of names that are all described in the file, sorted. `what` names one of them: `group`. */
export function readReferences(
  fields: Fields,
  key: string,
  what: string,
  known: ReadonlySet<string>,
): readonly string[] {
  const { reading } = fields;
  const found = new Set<string>();
  for (const node of readItems(fields, key)) {
    const text = readTextOf(reading, node, `the name of a ${what}`);
    if (text === null) continue;
    const problem = problemOfReference(tidy(text), what, known, found);
    if (problem !== null) reading.report.say(reading.placeOf(node), problem);
    found.add(tidy(text));
  }
  return [...found].toSorted();
}

function problemOfReference(
  name: string,
  what: string,
  known: ReadonlySet<string>,
  found: ReadonlySet<string>,
): string | null {
  if (found.has(name)) return `${shown(name)} is in this list twice`;
  if (known.has(name)) return null;
  return `${shown(name)} is not one of the ${what}s of this file${suggestion(name, known)}`;
}
