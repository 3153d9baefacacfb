import type { RuleId } from '../rule-ids.ts';

/*
 * Reads tables of expectations that are written by hand. A line is `cell | cell | ... | answer`; the first line names
 * the columns. A cell is `*` (any) or values, of which one that ends in `*` stands for all that begin so. For each
 * combination of values the first row that matches speaks.
 */

export type Combination<Column extends string> = Readonly<Record<Column, string>>;

/** An answer is `<word> <rule>` or `no <rule> <refusal code>`. */
export interface Row<Column extends string> {
  readonly title: string;
  readonly rule: RuleId;
  readonly answer: string;
  /** The combinations that no row above speaks for. */
  readonly combinations: readonly Combination<Column>[];
}

export interface Table<Column extends string> {
  readonly rows: readonly Row<Column>[];
  readonly unanswered: readonly Combination<Column>[];
}

interface Line {
  readonly cells: readonly string[];
  readonly answer: string;
}

function cellHolds(cell: string, value: string): boolean {
  return cell
    .split(/\s+/)
    .some((word) => (word.endsWith('*') ? value.startsWith(word.slice(0, -1)) : value === word));
}

function linesOf(text: string): Line[] {
  const lines = text.split('\n').filter((line) => line.includes('|'));
  return lines.map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return { cells: cells.slice(0, -1), answer: cells.at(-1) ?? '' };
  });
}

/** Every combination of one value from each column. */
export function combine<Column extends string>(
  values: Readonly<Record<Column, readonly string[]>>,
): readonly Combination<Column>[] {
  const columns = Object.keys(values) as Column[];
  return columns.reduce<Record<Column, string>[]>(
    (made, column) => made.flatMap((one) => values[column].map((value) => ({ ...one, [column]: value }))),
    [{} as Record<Column, string>],
  );
}

function titleOf(columns: readonly string[], { cells, answer }: Line): string {
  const told = cells.flatMap((cell, index) => (cell === '*' ? [] : [`${columns[index] ?? ''} ${cell}`]));
  return `${told.join(', ')}: ${answer}`;
}

export function readTable<Column extends string>(
  text: string,
  combinations: readonly Combination<Column>[],
): Table<Column> {
  const [head, ...lines] = linesOf(text);
  const columns = (head?.cells ?? []) as Column[];
  let left = combinations;
  const rows = lines.map((line): Row<Column> => {
    const matches = (one: Combination<Column>): boolean =>
      columns.every((column, index) => cellHolds(line.cells[index] ?? '', one[column]));
    const claimed = left.filter(matches);
    left = left.filter((one) => !matches(one));
    const rule = line.answer.split(' ')[1] as RuleId;
    return { title: titleOf(columns, line), rule, answer: line.answer, combinations: claimed };
  });
  return { rows, unanswered: left };
}
