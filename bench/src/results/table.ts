export type Cell = string | number | null;

/** A table of Markdown, laid out to be read as it is. Columns of numbers stand to the right. */
export function tableOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map(textOf));
  const columns = head.map((title, column) => {
    const cells = texts.map((row) => row[column] ?? '');
    const isNumeric = rows.some((row) => typeof row[column] === 'number');
    return { title, cells, isNumeric, width: Math.max(3, title.length, ...cells.map((cell) => cell.length)) };
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const place = (text: string, column: number): string => {
    const { isNumeric = false, width = 0 } = columns[column] ?? {};
    return isNumeric ? text.padStart(width) : text.padEnd(width);
  };
  const rule = columns.map(({ isNumeric, width }) =>
    isNumeric ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [line(head.map(place)), line(rule), ...texts.map((row) => line(row.map(place)))].join('\n');
}

/** Three digits that count, and thousands apart; what was not measured is a dash. */
function textOf(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return '–';
  if (typeof cell === 'string') return cell;
  const digits = Math.abs(cell) >= 100 ? 0 : Math.abs(cell) >= 10 ? 1 : 2;
  return cell.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
