/** How the items of a list are numbered: 1 2 3, a b c, A B C, i ii iii, I II III. The `type` of an `ol` in HTML. */
export const numberings = ['1', 'a', 'A', 'i', 'I'] as const;
export type Numbering = (typeof numberings)[number];

/** By the names of HTML and of CSS; null for what is none of them. */
export function numberingOf(name: string): Numbering | null {
  return names.get(name) ?? names.get(name.toLowerCase()) ?? null;
}

const names = new Map<string, Numbering>([
  ...numberings.map((numbering) => [numbering, numbering] as const),
  ['decimal', '1'],
  ['lower-alpha', 'a'],
  ['lower-latin', 'a'],
  ['upper-alpha', 'A'],
  ['upper-latin', 'A'],
  ['lower-roman', 'i'],
  ['upper-roman', 'I'],
]);

/** The name of a numbering in CSS, where no selector tells `a` from `A` in every browser. */
export function styleOfNumbering(numbering: Numbering): string {
  return styles[numbering];
}

const styles: Record<Numbering, string> = {
  '1': 'decimal',
  a: 'lower-alpha',
  A: 'upper-alpha',
  i: 'lower-roman',
  I: 'upper-roman',
};

/** The largest number that a list begins with. */
const largestNumber = 999_999;

/** What stands in front of an item, `3.` or `iii.`, as a browser shows it: where there is no letter, the number. */
export function signOf(number: number, numbering: Numbering): string {
  switch (numbering) {
    case '1':
      return `${number}.`;
    case 'a':
      return `${lettersOf(number)}.`;
    case 'A':
      return `${lettersOf(number).toUpperCase()}.`;
    case 'i':
      return `${romanOf(number)}.`;
    case 'I':
      return `${romanOf(number).toUpperCase()}.`;
  }
}

/**
 * Every way to read a sign, the likeliest first: `i.` is the first of the Roman numbers and the ninth letter. None
 * where no list shows that sign: `1)`, `1.1.`, `007.`.
 */
export function readSign(sign: string): ReadonlyMap<Numbering, number> {
  const written = sign.slice(0, -1);
  const readings: (readonly [Numbering, number])[] = [
    ['1', /^\d{1,6}$/.test(written) ? Number(written) : NaN],
    ...(['a', 'A'] as const).map((numbering) => [numbering, fromLetters(written.toLowerCase())] as const),
    ...(['i', 'I'] as const).map((numbering) => [numbering, fromRoman(written.toLowerCase())] as const),
  ];
  return new Map(
    readings
      .filter(([numbering, number]) => !Number.isNaN(number) && signOf(number, numbering) === sign)
      .toSorted(([, one], [, other]) => one - other),
  );
}

/** Items of a list that are numbered one after the other. */
export interface NumberRun {
  readonly first: number;
  readonly count: number;
}

/**
 * How HTML numbers the items of a list, as runs that a list of ours can show: where a number does not follow from the
 * one before, another run begins. `values`: the number that an item says it has, null where it follows.
 */
export function numberRuns(
  values: readonly (number | null)[],
  { start, isReversed }: { readonly start: number | null; readonly isReversed: boolean },
): NumberRun[] {
  const runs: { first: number; count: number }[] = [];
  let next = start ?? (isReversed ? values.length : 1);
  for (const value of values) {
    const number = value ?? next;
    next = number + (isReversed ? -1 : 1);
    const run = runs.at(-1);
    if (run && number === run.first + run.count) run.count += 1;
    else runs.push({ first: number, count: 1 });
  }
  return runs;
}

/** Whether a list can begin with it; what it cannot show stands in front of the words. */
export function isListNumber(number: number): boolean {
  return number >= 0 && number <= largestNumber;
}

/** An integer as HTML reads it, from the start of what is written; null where there is none. */
export function readInteger(written: string): number | null {
  const number = Number(/^\s*([+-]?\d{1,15})(?!\d)/.exec(written)?.[1] ?? NaN);
  return Number.isNaN(number) ? null : number;
}

function lettersOf(number: number): string {
  if (number < 1) return String(number);
  let letters = '';
  for (let left = number; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCodePoint(97 + ((left - 1) % 26)) + letters;
  return letters;
}

function fromLetters(letters: string): number {
  if (!/^[a-z]{1,3}$/.test(letters)) return NaN;
  return Array.from(letters).reduce((number, letter) => 26 * number + (letter.codePointAt(0) ?? 0) - 96, 0);
}

const romans = [
  ...[['m', 1000] as const, ['cm', 900] as const, ['d', 500] as const, ['cd', 400] as const],
  ...[['c', 100] as const, ['xc', 90] as const, ['l', 50] as const, ['xl', 40] as const],
  ...[['x', 10] as const, ['ix', 9] as const, ['v', 5] as const, ['iv', 4] as const, ['i', 1] as const],
];

function romanOf(number: number): string {
  if (number < 1 || number > 3999) return String(number);
  let written = '';
  let left = number;
  for (const [letters, value] of romans) for (; left >= value; left -= value) written += letters;
  return written;
}

/** What is no Roman number comes out as one that is written otherwise, which the caller sees. */
function fromRoman(letters: string): number {
  if (!/^[ivxlcdm]{1,15}$/.test(letters)) return NaN;
  let number = 0;
  let rest = letters;
  for (const [start, value] of romans)
    for (; rest.startsWith(start); rest = rest.slice(start.length)) number += value;
  return rest === '' ? number : NaN;
}
