/** The number of letters to insert, delete or exchange to turn one word into the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [above, letter] of [...one].entries()) {
    const next = [above + 1];
    for (let index = 1; index <= other.length; index += 1) {
      const exchange = (row[index - 1] ?? 0) + (other[index - 1] === letter ? 0 : 1);
      next.push(Math.min(exchange, (row[index] ?? 0) + 1, (next[index - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** `; did you mean "Support"?` where one of the known words is close to the one that was written, else nothing. */
export function suggestion(written: string, known: Iterable<string>): string {
  if (written.length > 60) return '';
  let best = { word: '', far: 3 };
  for (const word of known) {
    if (Math.abs(word.length - written.length) >= best.far) continue;
    const far = distance(written.toLowerCase(), word.toLowerCase());
    // Of a short word two other letters leave nothing that is alike.
    if (far < best.far && far < word.length / 2) best = { word, far };
  }
  return best.word === '' ? '' : `; did you mean "${best.word}"?`;
}
