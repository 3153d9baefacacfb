import { bitOf, type Block, type Inline, isSpan, paragraphOf, type Span } from './document.ts';

/**
 * Whether spaces at the ends of a line are kept. In a paragraph of an editor they are meant and shown; around text in a
 * section or a table cell they are part of the source, and no browser shows them.
 */
export type Edges = 'kept' | 'trimmed';

/** Stands for white space of the source with a line break in it: one space, or none at an end or beside a space. */
export const softSpace = '\n';

/**
 * A line as a browser shows it: neighbours of one style are one piece, space of the source remains between words only, and
 * a break at the end is dropped. Of a blank line only its breaks remain.
 */
export function tidyLine(pieces: readonly Inline[], edges: Edges): Inline[] {
  const builder = new LineBuilder(edges);
  for (const piece of pieces) builder.add(piece);
  return builder.take();
}

class LineBuilder {
  readonly #edges: Edges;
  readonly #line: Inline[] = [];
  /** A space of the source that is shown only if text follows. */
  #soft: Span | null = null;

  constructor(edges: Edges) {
    this.#edges = edges;
  }

  add(piece: Inline): void {
    if (isSpan(piece)) this.#addSpan(piece);
    else if (piece === 'line break') this.#addBreak();
    else {
      this.#addSoftSpace();
      this.#line.push(piece);
    }
  }

  take(): Inline[] {
    const line = this.#line;
    if (this.#edges === 'trimmed') trimEnd(line);
    if (line.at(-1) === 'line break') line.pop();
    return isBlank(line) ? line.filter((piece) => piece === 'line break') : line;
  }

  #addBreak(): void {
    this.#soft = null;
    if (this.#edges === 'trimmed') trimEnd(this.#line);
    this.#line.push('line break');
  }

  #addSpan(span: Span): void {
    if (!span.text.includes(softSpace)) {
      this.#addWords(span);
      return;
    }
    const [first = '', ...rest] = span.text.split(softSpace);
    this.#addWords({ ...span, text: first });
    for (const text of rest) {
      if (!this.#isAtStart()) this.#soft ??= { ...span, text: ' ' };
      this.#addWords({ ...span, text });
    }
  }

  #addWords(span: Span): void {
    if (span.text === '') return;
    if (/^[ \t]/.test(span.text)) this.#soft = null;
    this.#addSoftSpace();
    this.#append(span);
  }

  #addSoftSpace(): void {
    const soft = this.#soft;
    this.#soft = null;
    if (soft !== null && !endsWithSpace(this.#line)) this.#append(soft);
  }

  #append(span: Span): void {
    const last = this.#line.at(-1);
    const text =
      this.#edges === 'trimmed' && this.#isAtStart() ? span.text.replace(/^[ \t]+/, '') : span.text;
    if (text === '') return;
    if (isSpan(last) && last.href === span.href && last.marks === span.marks)
      this.#line[this.#line.length - 1] = { ...last, text: last.text + text };
    else this.#line.push(text === span.text ? span : { ...span, text });
  }

  #isAtStart(): boolean {
    const last = this.#line.at(-1);
    return last === undefined || last === 'line break';
  }
}

function endsWithSpace(line: readonly Inline[]): boolean {
  const last = line.at(-1);
  return isSpan(last) && (last.text.endsWith(' ') || last.text.endsWith('\t'));
}

function trimEnd(line: Inline[]): void {
  for (let last = line.at(-1); isSpan(last); last = line.at(-1)) {
    const length = lengthWithoutSpace(last.text);
    if (length === last.text.length) return;
    line.pop();
    if (length > 0) line.push({ ...last, text: last.text.slice(0, length) });
  }
}

/** The length without spaces and tabs at the end. Not a pattern, which takes quadratic time for many spaces. */
function lengthWithoutSpace(text: string): number {
  let length = text.length;
  while (length > 0 && (text[length - 1] === ' ' || text[length - 1] === '\t')) length -= 1;
  return length;
}

/** Marks that make a space visible. */
const visibleMarks = bitOf('u') | bitOf('s') | bitOf('code');

const isBlankSpan = ({ text, marks }: Span): boolean => (marks & visibleMarks) === 0 && text.trim() === '';

/** Whether nothing of a line is visible. */
function isBlank(line: readonly Inline[]): boolean {
  return line.every((piece) => piece === 'line break' || (isSpan(piece) && isBlankSpan(piece)));
}

/** Whether it is a paragraph of blank lines. */
export function isBlankBlock(block: Block): boolean {
  return block.is === 'paragraph' && isBlank(block.line);
}

/** Removes what is invisible at the end of a text: blank lines, breaks and spaces. */
export function withoutBlankEnd(blocks: readonly Block[]): Block[] {
  const kept = blocks.slice(0, blocks.findLastIndex((block) => !isBlankBlock(block)) + 1);
  const last = kept.at(-1);
  if (last?.is !== 'paragraph') return kept;
  const line = [...last.line];
  for (let piece = line.pop(); piece !== undefined; piece = line.pop()) {
    if (piece === 'line break' || (isSpan(piece) && isBlankSpan(piece))) continue;
    line.push(
      isSpan(piece) && (piece.marks & visibleMarks) === 0 ? { ...piece, text: piece.text.trimEnd() } : piece,
    );
    break;
  }
  return [...kept.slice(0, -1), paragraphOf(line)];
}
