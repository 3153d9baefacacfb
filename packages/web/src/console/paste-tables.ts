/** A row of data becomes a line, `one | two`; a table that is there for the layout lends its content. */
export function tableToLines(table: HTMLTableElement): void {
  const lines = [...table.rows].flatMap((row) => {
    const cells = [...row.cells];
    if (cells.length === 1 || cells.some((cell) => cell.querySelector('ul, ol, blockquote, pre')))
      return cells.map(lineOf);
    const line = document.createElement('p');
    for (const [at, cell] of cells.entries()) line.append(at === 0 ? '' : ' | ', ...inlineOf(cell));
    return [line];
  });
  table.replaceWith(...(table.caption ? [lineOf(table.caption)] : []), ...lines);
}

function lineOf(cell: HTMLElement): HTMLElement {
  const block = document.createElement('div');
  block.append(...cell.childNodes);
  return block;
}

/** The content of a cell without its paragraphs, a space between them. */
function inlineOf(cell: HTMLElement): Node[] {
  const blocks = [...cell.querySelectorAll('p, div')];
  for (const block of blocks) block.replaceWith(...block.childNodes, ' ');
  const nodes = [...cell.childNodes];
  if (cell.localName !== 'th') return nodes;
  const bold = document.createElement('strong');
  bold.append(...nodes);
  return [bold];
}
