/** What a client says to PostgreSQL, as far as it matters for a look at its statements. */
export type FrontendMessage =
  | { readonly is: 'query'; readonly text: string }
  | { readonly is: 'parse'; readonly name: string; readonly text: string }
  | { readonly is: 'bind'; readonly name: string; readonly values: readonly (string | null)[] };

/**
 * Reads the client's side of PostgreSQL's protocol 3 (chapter "Message Formats" of its manual), in pieces of any
 * size. Parameters are taken for text, which is all that the driver sends but for bytea.
 */
export function createFrontendReader(hear: (message: FrontendMessage) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let isStarted = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      // The very first message has no type in front of its length.
      const typeBytes = isStarted ? 1 : 0;
      if (rest.length < typeBytes + 4) return;
      const end = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < end) return;
      if (isStarted) read(String.fromCharCode(rest[0] ?? 0), rest.subarray(5, end), hear);
      isStarted = true;
      rest = rest.subarray(end);
    }
  };
}

function read(type: string, body: Buffer, hear: (message: FrontendMessage) => void): void {
  if (type === 'Q') hear({ is: 'query', text: textAt(body, 0).text });
  if (type === 'P') {
    const name = textAt(body, 0);
    hear({ is: 'parse', name: name.text, text: textAt(body, name.end).text });
  }
  if (type === 'B') {
    const name = textAt(body, textAt(body, 0).end);
    hear({ is: 'bind', name: name.text, values: readValues(body, name.end) });
  }
}

function readValues(body: Buffer, start: number): (string | null)[] {
  let at = start + 2 + 2 * body.readInt16BE(start);
  const values: (string | null)[] = [];
  const count = body.readInt16BE(at);
  at += 2;
  for (let index = 0; index < count; index += 1) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return values;
}

/** The text up to the zero byte, and where the next thing begins. */
function textAt(body: Buffer, start: number): { text: string; end: number } {
  const zero = body.indexOf(0, start);
  return { text: body.toString('utf8', start, zero), end: zero + 1 };
}
