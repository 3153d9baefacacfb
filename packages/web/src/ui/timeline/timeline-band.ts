/** The rows that are rendered: from the place `from` up to, and without, the place `to`. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

/** How high the rows are: measured, or guessed. */
export type HeightOf = (index: number) => number;

/** The rows that begin `above` pixels before the row at `index`, and reach `below` pixels beyond its start. */
export function bandAround(
  index: number,
  count: number,
  heightOf: HeightOf,
  reach: { readonly above: number; readonly below: number },
): Band {
  let from = Math.min(Math.max(0, index), count);
  for (let room = reach.above; room > 0 && from > 0;) room -= heightOf(--from);
  let to = Math.min(Math.max(0, index), count);
  for (let room = reach.below; room > 0 && to < count;) room -= heightOf(to++);
  return { from, to };
}

/** The row that stands `offset` pixels below the start of the first one. */
export function rowAt(offset: number, count: number, heightOf: HeightOf): number {
  let index = 0;
  for (let room = offset; index < count - 1; index += 1) {
    room -= heightOf(index);
    if (room < 0) break;
  }
  return index;
}

/** A rendered row, or the height of those that are not. */
export type Piece = { readonly index: number } | { readonly before: number; readonly height: number };

/** All rows as pieces: those of the band and those that have to stay, with spaces for the others. */
export function piecesOf(
  count: number,
  band: Band,
  heightOf: HeightOf,
  stays: (index: number) => boolean,
): Piece[] {
  const pieces: Piece[] = [];
  let space = 0;
  for (let index = 0; index < count; index += 1) {
    if ((index < band.from || index >= band.to) && !stays(index)) {
      space += heightOf(index);
      continue;
    }
    if (space > 0) pieces.push({ before: index, height: space });
    space = 0;
    pieces.push({ index });
  }
  if (space > 0) pieces.push({ before: count, height: space });
  return pieces;
}
