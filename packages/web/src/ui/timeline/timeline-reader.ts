import type { MessageView } from '@tieline/protocol';
import { limits } from '@tieline/protocol';
import { readUpTo, Sightings } from './timeline-sightings.ts';
import { isBeside, isTall, type MeasuredRow, measureRows, rowInView, viewOf } from './timeline-view.ts';
import { isWindowActive } from '../app/use-window-active.ts';

/** What the reader of a timeline could see, and how far they had read. */
export interface ReaderInput {
  readonly messages: readonly MessageView[];
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
  readonly readSeq: number;
  /** All that is unread, counted up to the limit of the contract. */
  readonly unread: number;
  readonly needsReading: (message: MessageView) => boolean;
  readonly onRead: (seq: number) => void;
}

/** Where the view stands: how many unread messages lie above and below it, up to the limit, and whether it ends at the newest. */
export interface ViewCounts {
  readonly above: number;
  readonly below: number;
  readonly atNewest: boolean;
}

const lookEveryMs = 100;
/** So far from the end, in pixels, the newest message still counts as in view. */
const endSlack = 60;

/**
 * Watches what is in view of a timeline. What was in view long enough, in a window that somebody looks at, is read;
 * what is not in view is counted for the ways to it. Both come from one measurement, so they never disagree.
 */
export class TimelineReader {
  readonly #sightings = new Sightings();
  readonly #listeners = new Set<() => void>();
  #scroller: HTMLElement | null = null;
  #input: ReaderInput | null = null;
  #counts: ViewCounts = { above: 0, below: 0, atNewest: true };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame: number | undefined;

  readonly counts = () => this.#counts;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Watches from now on; returns the way to stop. */
  attach(scroller: HTMLElement): () => void {
    this.#scroller = scroller;
    const { visualViewport } = window;
    const targets = [
      [window, 'focus'],
      [window, 'blur'],
      [document, 'visibilitychange'],
      [visualViewport, 'resize'],
      [visualViewport, 'scroll'],
    ] as const;
    for (const [target, name] of targets) target?.addEventListener(name, this.look);
    return () => {
      for (const [target, name] of targets) target?.removeEventListener(name, this.look);
      this.#cancel();
      this.#scroller = null;
    };
  }

  update(input: ReaderInput): void {
    this.#input = input;
    this.#sightings.forgetUpTo(input.readSeq);
  }

  /** Looks in the frame that comes, once however often it is asked to: a burst of messages is one look. */
  readonly soon = (): void => {
    this.#frame ??= requestAnimationFrame(this.look);
  };

  /** Looks at what is in view now, and again soon where something in view is not read yet. */
  readonly look = (): void => {
    this.#cancel();
    const [scroller, input] = [this.#scroller, this.#input];
    if (!scroller || !input) return;
    const view = viewOf(scroller);
    const rows = measureRows(scroller);
    const unread = new Set(unreadOf(input).map(({ seq }) => seq));
    const waiting = rows.filter((row) => unread.has(row.seq) && !isBeside(row, view));
    if (isWindowActive()) this.#watch(input, waiting, view);
    else this.#sightings.pause();
    this.#publish({ ...this.#count(input, rows, view), atNewest: isAtNewest(scroller, input) });
  };

  #cancel(): void {
    clearTimeout(this.#timer);
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#timer = this.#frame = undefined;
  }

  #watch(input: ReaderInput, waiting: readonly MeasuredRow[], view: { top: number; bottom: number }) {
    const inView = waiting.map((row) => rowInView(row, view)).filter((row) => row !== null);
    this.#sightings.look(performance.now(), inView);
    const { messages, readSeq, needsReading } = input;
    // Where nothing that is unread is missing, what is not loaded needs no reading.
    const shown = { messages, hasBefore: input.hasBefore && elsewhereOf(input) > 0 };
    const read = readUpTo(shown, readSeq, needsReading, this.#sightings);
    if (read > readSeq) input.onRead(read);
    if (waiting.some(({ seq }) => !this.#sightings.isSeen(seq)))
      this.#timer = setTimeout(this.look, lookEveryMs);
  }

  #count(input: ReaderInput, rows: readonly MeasuredRow[], view: { top: number; bottom: number }) {
    const shown = rows.filter((row) => !isBeside(row, view));
    const first = shown[0]?.seq;
    if (first === undefined) return { above: this.#counts.above, below: this.#counts.below };
    const last = shown.at(-1)?.seq ?? first;
    const cut = (seq: number) => {
      const row = shown.find((one) => one.seq === seq);
      return row !== undefined && !isTall(row, view) && row.top < view.top - 2;
    };
    const unread = unreadOf(input).filter(({ seq }) => !this.#sightings.isPassed(seq));
    const above = unread.filter(({ seq }) => seq < first || (seq === first && cut(seq))).length;
    const below = unread.filter(({ seq }) => seq > last).length;
    const elsewhere = elsewhereOf(input);
    const isAbove = input.hasBefore && (input.messages[0]?.seq ?? 0) > input.readSeq + 1;
    return {
      above: Math.min(limits.unreadCount, above + (isAbove ? elsewhere : 0)),
      below: Math.min(limits.unreadCount, below + (input.hasAfter && !isAbove ? elsewhere : 0)),
    };
  }

  #publish(next: ViewCounts): void {
    const { above, below, atNewest } = this.#counts;
    if (next.above === above && next.below === below && next.atNewest === atNewest) return;
    this.#counts = next;
    for (const listener of this.#listeners) listener();
  }
}

function unreadOf({ messages, readSeq, needsReading }: ReaderInput): MessageView[] {
  return messages.filter((message) => message.seq > readSeq && needsReading(message));
}

/** Unread messages that are not loaded; where nobody has counted further, as many as the limit. */
function elsewhereOf(input: ReaderInput): number {
  if (input.unread >= limits.unreadCount) return limits.unreadCount;
  return Math.max(0, input.unread - unreadOf(input).length);
}

function isAtNewest({ scrollHeight, scrollTop, clientHeight }: Element, { hasAfter }: ReaderInput): boolean {
  return !hasAfter && scrollHeight - scrollTop - clientHeight <= endSlack;
}
