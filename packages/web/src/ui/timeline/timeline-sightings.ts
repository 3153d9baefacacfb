/** A row that shows so long was seen. The one place that says how long reading takes at least, in milliseconds. */
export const seenAfterMs = 500;
/** A row that the reader scrolls past shows at least so long; less is a jump over it. */
export const passedAfterMs = 100;
/** What is credited between two looks at most: while the page is busy nobody knows what was on the screen. */
const longestStepMs = 250;

/** A row on the screen, with which of its points, from its start to its end, are in view. */
export interface RowInView {
  readonly seq: number;
  readonly points: readonly boolean[];
  /** It fills most of the view or more, so it is read where it ends. */
  readonly isTall: boolean;
}

interface Sighting {
  readonly points: number[];
  atEnd: number;
}

/** How long each message was in view, all of its points in turn, or the end of one that fills the view. */
export class Sightings {
  readonly #sightings = new Map<number, Sighting>();
  #before: { readonly at: number; readonly rows: ReadonlyMap<number, RowInView> } | null = null;

  /** Takes down what is in view at the time `at`. What was in view at the look before as well stayed so between. */
  look(at: number, rows: readonly RowInView[]): void {
    const step = this.#before === null ? 0 : Math.min(Math.max(0, at - this.#before.at), longestStepMs);
    for (const row of rows) {
      const before = this.#before?.rows.get(row.seq);
      if (before) this.#credit(row, before, step);
    }
    this.#before = { at, rows: new Map(rows.map((row) => [row.seq, row])) };
  }

  /** Nobody looks from here on, until the next look. */
  pause(): void {
    this.#before = null;
  }

  isSeen(seq: number): boolean {
    return this.#lasted(seq, seenAfterMs);
  }

  isPassed(seq: number): boolean {
    return this.#lasted(seq, passedAfterMs);
  }

  forgetUpTo(seq: number): void {
    for (const seen of this.#sightings.keys()) if (seen <= seq) this.#sightings.delete(seen);
  }

  #credit(row: RowInView, before: RowInView, step: number): void {
    const sighting = this.#sightings.get(row.seq) ?? { points: row.points.map(() => 0), atEnd: 0 };
    const stayed = row.points.map((inView, point) => inView && before.points[point] === true);
    for (const [point, inView] of stayed.entries()) if (inView) sighting.points[point]! += step;
    if (row.isTall && stayed.at(-1)) sighting.atEnd += step;
    this.#sightings.set(row.seq, sighting);
  }

  #lasted(seq: number, time: number): boolean {
    const sighting = this.#sightings.get(seq);
    if (!sighting) return false;
    return sighting.atEnd >= time || sighting.points.every((point) => point >= time);
  }
}

/** Messages in order of `seq` without a gap, and whether there are some before the first. */
interface Shown<Message> {
  readonly messages: readonly Message[];
  readonly hasBefore: boolean;
}

/**
 * How far a reader has read who had read up to `readSeq`: up to the last message that was seen, where each one before
 * it was at least passed. A message that needs no reading, such as an own one, stops nothing.
 */
export function readUpTo<Message extends { readonly seq: number }>(
  { messages, hasBefore }: Shown<Message>,
  readSeq: number,
  needsReading: (message: Message) => boolean,
  sightings: Pick<Sightings, 'isSeen' | 'isPassed'>,
): number {
  const first = messages[0]?.seq ?? 0;
  if (hasBefore && first > readSeq + 1) return readSeq;
  let read = readSeq;
  let isStanding = true;
  for (const message of messages) {
    const { seq } = message;
    if (seq <= readSeq) continue;
    if (!needsReading(message)) {
      if (isStanding) read = seq;
      continue;
    }
    if (!sightings.isPassed(seq)) break;
    isStanding = sightings.isSeen(seq);
    if (isStanding) read = seq;
  }
  return read;
}
