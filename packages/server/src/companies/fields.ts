import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { type Place, type Report, shown } from './file-error.ts';
import { suggestion } from './suggestion.ts';

/** What every function that reads a part of the file needs. */
export interface Reading {
  readonly report: Report;
  placeOf(node: Node): Place;
}

/** A mapping whose keys are known and stand in it once. */
export interface Fields {
  readonly reading: Reading;
  /** What it describes, for sentences: `a person`. */
  readonly what: string;
  readonly place: Place;
  readonly values: ReadonlyMap<string, Node>;
}

/** Opens a mapping and reports keys that are unknown or doubled. null where it is no mapping. */
export function readFields(
  reading: Reading,
  node: Node,
  what: string,
  keys: readonly string[],
): Fields | null {
  const { report, placeOf } = reading;
  if (!isMap<Node, Node | null>(node)) {
    report.say(placeOf(node), `${what} must be a mapping with ${keys.join(', ')}, not ${kindOf(node)}`);
    return null;
  }
  const values = new Map<string, Node>();
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? (key.source ?? '') : '';
    if (!keys.includes(name)) {
      const near = suggestion(name, keys);
      report.say(
        placeOf(key),
        `${shown(name)} is no key of ${what}${near || `: known are ${keys.join(', ')}`}`,
      );
    } else if (values.has(name)) {
      report.say(placeOf(key), `${name} is here twice`);
    } else {
      values.set(name, value ?? key);
    }
  }
  return { reading, what, place: placeOf(node), values };
}

export function kindOf(node: Node): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  const value: unknown = isScalar(node) ? node.value : null;
  if (value === null) return 'nothing';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'string' ? 'a text' : 'a number';
}

/** An error in a value is reported at the value, a missing one at the mapping. */
export function sayAt(fields: Fields, key: string, sentence: string): void {
  const node = fields.values.get(key);
  fields.reading.report.say(node ? fields.reading.placeOf(node) : fields.place, sentence);
}

/** The value of a key; null and a report where it is missing or has no value. */
export function readRequired(fields: Fields, key: string): Node | null {
  if (fields.values.has(key)) return readOptional(fields, key);
  sayAt(fields, key, `${fields.what} needs ${key}`);
  return null;
}

/** The value of a key, null where it is not there. A key without a value is an error, since it says nothing. */
export function readOptional(fields: Fields, key: string): Node | null {
  const node = fields.values.get(key);
  if (node === undefined) return null;
  if (!isScalar(node) || node.value !== null) return node;
  sayAt(fields, key, `${key} has no value: give it one, or leave it out`);
  return null;
}

/** The scalar as it stands in the file, quotes taken off. */
function sourceOf(node: Scalar): string {
  return node.source ?? String(node.value);
}

/** A text. What YAML takes for a number or a truth value is an error that says so. */
export function readTextOf(reading: Reading, node: Node, what: string, secret = false): string | null {
  if (isScalar(node) && typeof node.value === 'string') return node.value;
  const asText = isScalar(node) && node.value !== null && !secret ? `, as in ${shown(sourceOf(node))}` : '';
  const hint = isScalar(node) && node.value !== null ? `: put it in quotes${asText}` : '';
  reading.report.say(reading.placeOf(node), `${what} must be a text, not ${kindOf(node)}${hint}`);
  return null;
}

/** One of a few words; null where the key is not there, or has another word, which is reported. */
export function readChoice<Word extends string>(
  fields: Fields,
  key: string,
  words: readonly Word[],
): Word | null {
  const node = readOptional(fields, key);
  if (node === null) return null;
  const found = words.find((word) => isScalar(node) && node.value === word);
  if (found === undefined) sayAt(fields, key, `${key} must be ${words.join(' or ')}${instead(node)}`);
  return found ?? null;
}

/** The same, `byDefault` where the key is not there. */
export function readWord<Word extends string>(
  fields: Fields,
  key: string,
  words: readonly Word[],
  byDefault: Word,
): Word {
  return readChoice(fields, key, words) ?? byDefault;
}

function instead(node: Node): string {
  return isScalar(node) ? `, not ${shown(sourceOf(node))}` : `, not ${kindOf(node)}`;
}

/** true or false; false where the key is not there. */
export function readFlag(fields: Fields, key: string): boolean {
  const node = readOptional(fields, key);
  if (node === null) return false;
  if (isScalar(node) && typeof node.value === 'boolean') return node.value;
  sayAt(fields, key, `${key} must be true or false${instead(node)}`);
  return false;
}

/** One of a few whole numbers. */
export function readNumber<Allowed extends number>(
  fields: Fields,
  key: string,
  allowed: readonly Allowed[],
): Allowed | null {
  const node = readRequired(fields, key);
  if (node === null) return null;
  const found = allowed.find((number) => isScalar(node) && node.value === number);
  if (found !== undefined) return found;
  const quoted =
    isScalar(node) && typeof node.value === 'string' && allowed.some((one) => String(one) === node.value);
  sayAt(fields, key, `${key} must be ${allowed.join(', ')}${quoted ? ' without quotes' : instead(node)}`);
  return null;
}

/** The items of a list; none where the key is not there. */
export function readItems(fields: Fields, key: string): readonly Node[] {
  const node = readOptional(fields, key);
  if (node === null) return [];
  if (isSeq<Node>(node)) return node.items;
  sayAt(fields, key, `${key} must be a list, not ${kindOf(node)}`);
  return [];
}
