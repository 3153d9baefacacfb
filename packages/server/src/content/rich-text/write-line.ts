import { type Link, linksIn } from '@tieline/text';
import { type Image, type Inline, isImage, isSpan } from './document.ts';

/** Text, breaks and images of one link; `href: null`: of none. */
interface Run {
  readonly href: string | null;
  readonly pieces: readonly Inline[];
}

/** How a link is written, so that its address is recognised in the plain text. */
interface Form {
  /** Where a space separates it from the text around it. */
  readonly gap: 'none' | 'before' | 'both';
  /** Text that is added after it. */
  readonly suffix: string;
}

/**
 * The plain form of a line. The address of a link is its text, if that is exactly the address; otherwise it is added after
 * it. Whoever looks for addresses in the plain form finds each of them unchanged.
 */
export function writeLine(line: readonly Inline[]): string {
  const runs = runsOf(line);
  const forms = runs.map((): Form => bare);
  for (let round = 0; round < mostRounds; round += 1) {
    const { text, places } = writeRuns(runs, forms);
    const missed = missedIn(runs, places, linksIn(text));
    if (missed.length === 0) return text;
    // The next form of one link may hide the address of another one, which the next round corrects.
    for (const at of missed) forms[at] = nextForm(runs[at], forms[at]);
  }
  return writeRuns(runs, runs.map(lastForm)).text;
}

/** A link has four forms at most. Hostile links may hide each other again and again: then all get the last form. */
const mostRounds = 6;

/** The indexes of links whose address is not recognised in its place. Both lists are in the order of the text. */
function missedIn(runs: readonly Run[], places: readonly Place[], links: readonly Link[]): number[] {
  let next = 0;
  return runs.flatMap(({ href }, at) => {
    const { from = 0, to = 0 } = places[at] ?? {};
    let isFound = href === null;
    for (let link = links[next]; link !== undefined && link.from < to; link = links[next]) {
      isFound ||= link.href === href && link.from >= from && link.to <= to;
      next += 1;
    }
    return isFound ? [] : [at];
  });
}

const bare: Form = { gap: 'none', suffix: '' };

/** Is recognised whatever is beside it. */
const lastForm = ({ href }: Run): Form => (href === null ? bare : { gap: 'both', suffix: ` <${href}>` });

/** The forms go from the text alone to the one that is recognised whatever is beside it. */
function nextForm(run: Run | undefined, form: Form | undefined): Form {
  if (run === undefined || run.href === null) return bare;
  const { href, pieces } = run;
  if (form === bare) {
    const words = writePieces('', pieces, undefined);
    const isInText = linksIn(words).some((link) => link.href === href);
    return isInText ? { gap: 'before', suffix: '' } : { gap: 'none', suffix: ` ${bracketed(href)}` };
  }
  return form?.gap === 'before' ? { gap: 'both', suffix: '' } : lastForm(run);
}

/** A line break or an image does not end a link, or its address would be added after each of them. */
function runsOf(line: readonly Inline[]): Run[] {
  const runs: { href: string | null; pieces: Inline[] }[] = [];
  let between: Inline[] = [];
  for (const piece of line) {
    if (!isSpan(piece)) {
      between.push(piece);
      continue;
    }
    const last = runs.at(-1);
    if (last?.href === piece.href) last.pieces.push(...between, piece);
    else {
      if (between.length > 0) runs.push({ href: null, pieces: between });
      runs.push({ href: piece.href, pieces: [piece] });
    }
    between = [];
  }
  if (between.length > 0) runs.push({ href: null, pieces: between });
  return runs;
}

interface Place {
  readonly from: number;
  readonly to: number;
}

function writeRuns(runs: readonly Run[], forms: readonly Form[]): { text: string; places: Place[] } {
  let text = '';
  let before: Inline | undefined;
  let isApart = false;
  const places = runs.map(({ pieces }, at) => {
    const { gap, suffix } = forms[at] ?? bare;
    if (isApart || gap !== 'none') text = spaced(text);
    const from = text.length;
    text = writePieces(text, pieces, before) + suffix;
    before = pieces.at(-1);
    isApart = gap === 'both';
    return { from, to: text.length };
  });
  return { text, places };
}

const spaced = (text: string): string => (text === '' || /\s$/.test(text) ? text : `${text} `);

function writePieces(start: string, pieces: readonly Inline[], last: Inline | undefined): string {
  let text = start;
  let before = last;
  for (const piece of pieces) {
    if (piece === 'line break') text += '\n';
    else if (!isSpan(piece)) text = apart(text, nameOf(piece));
    else text = isImage(before) ? apart(text, piece.text) : text + piece.text;
    before = piece;
  }
  return text;
}

/** Separates an image from the text beside it, which is no part of its description. */
function apart(text: string, next: string): string {
  return text === '' || /\s$/.test(text) || /^[\s.,;:!?)]/.test(next) ? text + next : `${text} ${next}`;
}

const nameOf = ({ alt }: Image): string => `[${alt === '' ? 'Image' : alt}]`;

/** An address in the simplest brackets between which it is recognised unchanged. */
function bracketed(href: string): string {
  const plain = [`(${href.replace(/^mailto:/, '')})`, `(${href})`].find((text) =>
    linksIn(text).some((link) => link.href === href && link.from === 1 && link.to === text.length - 1),
  );
  return plain ?? `<${href}>`;
}
