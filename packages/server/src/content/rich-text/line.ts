import { type Inline, isSpan, type Span } from './document.ts';

/** A line as a browser would show it: pieces that look alike are one, and no space stands at an end or at a break. */
export function tidyLine(pieces: readonly Inline[]): Inline[] {
  const tidy: Inline[] = [];
  for (const piece of pieces) {
    if (isSpan(piece)) addSpan(tidy, piece);
    else {
      if (piece === 'line break') trimEnd(tidy);
      tidy.push(piece);
    }
  }
  for (trimEnd(tidy); tidy.at(-1) === 'line break'; trimEnd(tidy)) tidy.pop();
  return tidy;
}

function addSpan(line: Inline[], span: Span): void {
  const last = line.at(-1);
  const begins = last === undefined || last === 'line break';
  const text = begins ? span.text.replace(/^[ \t]+/, '') : span.text;
  if (text === '') return;
  if (isSpan(last) && last.href === span.href && last.marks === span.marks)
    line[line.length - 1] = { ...last, text: last.text + text };
  else line.push(text === span.text ? span : { ...span, text });
}

function trimEnd(line: Inline[]): void {
  for (let last = line.at(-1); isSpan(last); last = line.at(-1)) {
    const length = lengthWithoutSpace(last.text);
    if (length === last.text.length) return;
    line.pop();
    if (length > 0) line.push({ ...last, text: last.text.slice(0, length) });
  }
}

/** Without the spaces and tabs at its end; a pattern would look at each of many spaces from each of them. */
function lengthWithoutSpace(text: string): number {
  let length = text.length;
  while (length > 0 && (text[length - 1] === ' ' || text[length - 1] === '\t')) length -= 1;
  return length;
}

/** Whether nothing of a line can be seen. */
export function isBlank(line: readonly Inline[]): boolean {
  return line.every((piece) => piece === 'line break' || (isSpan(piece) && piece.text.trim() === ''));
}
