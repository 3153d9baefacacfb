import { type Link, linksIn } from '@tieline/text';
import { type Image, type Inline, isImage, isSpan } from './document.ts';

/** Words, breaks and images that lead to one address; `href: null`: nowhere. */
interface Run {
  readonly href: string | null;
  readonly pieces: readonly Inline[];
}

/** How a link is written, so that the recogniser finds its address. */
interface Form {
  /** Where a space keeps it apart from the words around it. */
  readonly gap: 'none' | 'before' | 'both';
  /** What is said behind its words. */
  readonly behind: string;
}

/**
 * The plain form of a line. Each link's address is said once: by its words, if they say exactly that, else behind them.
 * Whoever looks for the addresses of the plain form finds each one as it is.
 */
export function writeLine(line: readonly Inline[]): string {
  const runs = runsOf(line);
  const forms = runs.map((): Form => bare);
  for (let round = 0; round < mostRounds; round += 1) {
    const { text, places } = writeRuns(runs, forms);
    const missed = missedIn(runs, places, linksIn(text));
    if (missed.length === 0) return text;
    // What was not found is written in its next form. That may be what hides another one, which has its turn then.
    for (const at of missed) forms[at] = nextForm(runs[at], forms[at]);
  }
  return writeRuns(runs, runs.map(lastForm)).text;
}

/** A link has four forms at most. Whoever makes them hide each other again and again gets them all in the last one. */
const mostRounds = 6;

/** The links whose address is not found where they stand. Both lists are in the order of the text. */
function missedIn(runs: readonly Run[], places: readonly Place[], found: readonly Link[]): number[] {
  let next = 0;
  return runs.flatMap(({ href }, at) => {
    const { from = 0, to = 0 } = places[at] ?? {};
    let isFound = href === null;
    for (let link = found[next]; link !== undefined && link.from < to; link = found[next]) {
      isFound ||= link.href === href && link.from >= from && link.to <= to;
      next += 1;
    }
    return isFound ? [] : [at];
  });
}

const bare: Form = { gap: 'none', behind: '' };

/** It is found wherever it stands. */
const lastForm = ({ href }: Run): Form => (href === null ? bare : { gap: 'both', behind: ` <${href}>` });

/** From the shortest, which is the words alone, to the one that is found wherever it stands. */
function nextForm(run: Run | undefined, form: Form | undefined): Form {
  if (run === undefined || run.href === null) return bare;
  const { href, pieces } = run;
  if (form === bare) {
    const words = writePieces('', pieces, undefined);
    const isSaid = linksIn(words).some((link) => link.href === href);
    return isSaid ? { gap: 'before', behind: '' } : { gap: 'none', behind: ` ${bracketed(href)}` };
  }
  return form?.gap === 'before' ? { gap: 'both', behind: '' } : lastForm(run);
}

/** A line break or an image ends no link: its address would be said again after each. */
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
    const { gap, behind } = forms[at] ?? bare;
    if (isApart || gap !== 'none') text = spaced(text);
    const from = text.length;
    text = writePieces(text, pieces, before) + behind;
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

/** An image stands in a line of its own, so what is beside it is no part of its name. */
function apart(text: string, next: string): string {
  return text === '' || /\s$/.test(text) || /^[\s.,;:!?)]/.test(next) ? text + next : `${text} ${next}`;
}

const nameOf = ({ alt }: Image): string => `[${alt === '' ? 'Image' : alt}]`;

/** An address in the plainest brackets between which it is found as it is. */
function bracketed(href: string): string {
  const plain = [`(${href.replace(/^mailto:/, '')})`, `(${href})`].find((text) =>
    linksIn(text).some((link) => link.href === href && link.from === 1 && link.to === text.length - 1),
  );
  return plain ?? `<${href}>`;
}
