import { type Link, linksIn } from './links.ts';

/** An address that is longer is left out where a text is cut, not kept whole. */
const longestKept = 2048;

/**
 * Where to cut a text that is cut at about `end`, so that each address in it stays whole or is not there: half an
 * address leads elsewhere.
 */
export function cutBetweenLinks(text: string, end: number): number {
  const seen = text.slice(0, end + longestKept);
  const links = linksIn(seen);
  const within = links.find((link) => link.from < end && end < endOf(link, seen));
  let cut = end;
  if (within !== undefined) {
    const isWhole = within.to < seen.length || seen.length === text.length;
    cut = isWhole ? endOf(within, seen) : within.from;
  }
  // What was no address with what stood behind it would be one without.
  for (let stray = strayIn(text.slice(0, cut), links); stray !== undefined;) {
    cut = stray.from;
    stray = strayIn(text.slice(0, cut), links);
  }
  return cut;
}

/** Behind the bracket, which makes the address end where it does. */
function endOf({ to }: Link, text: string): number {
  return text[to] === '>' ? to + 1 : to;
}

function strayIn(start: string, links: readonly Link[]): Link | undefined {
  return linksIn(`${start}…`).find(
    ({ from, to }) => !links.some((link) => link.from === from && link.to === to),
  );
}
