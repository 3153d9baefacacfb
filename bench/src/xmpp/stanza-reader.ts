/** What a stream of XMPP brings, piece by piece. */
export interface StanzaEars {
  /** The stream was opened (or opened anew, after the log-in). */
  opened(): void;
  /** A whole element below the stream, as it was sent. */
  stanza(text: string): void;
  /** The stream was closed by the other side. */
  closed(): void;
}

/**
 * Cuts a stream into its stanzas. It knows as much of XML as that takes: where tags begin and end. There are no
 * comments, sections or instructions within a stream (RFC 6120, 11.1), and text holds no bare `<`.
 */
export function createStanzaReader(ears: StanzaEars): (chunk: string) => void {
  let rest = '';
  /** How many elements are open, the stream among them. */
  let depth = 0;
  /** How far `rest` has been read, and where the present stanza began. */
  let at = 0;
  let start = 0;

  function tag(from: number, to: number): void {
    const isClosing = rest[from + 1] === '/';
    const isWhole = rest[to - 1] === '/';
    if (rest[from + 1] === '?') return;
    if (isClosing) depth -= 1;
    else if (rest.startsWith('<stream:stream', from)) return open();
    else if (depth === 1) start = from;
    if (!isClosing && !isWhole) depth += 1;
    if (depth === 1) ears.stanza(rest.slice(start, to + 1));
    if (depth === 0) ears.closed();
  }

  function open(): void {
    depth = 1;
    ears.opened();
  }

  return (chunk) => {
    rest += chunk;
    for (;;) {
      const from = rest.indexOf('<', at);
      const to = from < 0 ? -1 : endOfTag(rest, from);
      if (to < 0) break;
      at = to + 1;
      tag(from, to);
    }
    // What has been told is let go of; an unfinished stanza stays.
    const keep = depth > 1 ? start : at;
    rest = rest.slice(keep);
    at -= keep;
    start -= keep;
  };
}

/** The `>` that ends a tag, which may stand in an attribute as well; -1 where it has not come yet. */
function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '>') return at;
  }
  return -1;
}
