import type { ConversationId } from '@tieline/protocol';
import { inBackground, isRetryable } from '../connection/fault.ts';
import { backOff, type Timing } from '../timing.ts';

/** A place up to which everything is read, in an interaction where the conversation has such. */
export interface ReadMark {
  readonly conversation: ConversationId;
  readonly interaction: number | null;
  readonly seq: number;
}

export interface ReadMarksOptions {
  readonly timing: Timing;
  readonly submit: (mark: ReadMark) => Promise<unknown>;
}

/** Sends how far was read: the furthest place only, one command at a time, again after a lost line. */
export class ReadMarks {
  readonly #options: ReadMarksOptions;
  readonly #wanted = new Map<ConversationId, ReadMark>();
  readonly #sent = new Map<ConversationId, ReadMark>();
  readonly #sending = new Set<ConversationId>();
  #isOpen = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ReadMarksOptions) {
    this.#options = options;
  }

  mark(mark: ReadMark): void {
    const { conversation } = mark;
    const isNews = [this.#wanted, this.#sent].every((marks) => isFurther(mark, marks.get(conversation)));
    if (!isNews) return;
    this.#wanted.set(conversation, mark);
    if (this.#isOpen) this.#schedule();
  }

  resume(): void {
    this.#isOpen = true;
    if (this.#wanted.size > 0) this.#schedule();
  }

  suspend(): void {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  clear(): void {
    this.#wanted.clear();
    this.#sent.clear();
  }

  #schedule(delay = this.#options.timing.readTick) {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const conversation of this.#wanted.keys()) inBackground(this.#send(conversation));
    }, delay);
  }

  async #send(conversation: ConversationId) {
    const { timing, submit } = this.#options;
    const mark = this.#wanted.get(conversation);
    if (!this.#isOpen || mark === undefined || this.#sending.has(conversation)) return;
    this.#sending.add(conversation);
    try {
      await submit(mark);
      this.#sent.set(conversation, mark);
      this.#failures = 0;
    } catch (fault) {
      // After a lost line `resume` sends it again; what the server refuses is not sent again.
      if (isRetryable(fault))
        return this.#isOpen ? this.#schedule(backOff(timing, this.#failures++)) : undefined;
      this.#sent.set(conversation, mark);
      throw fault;
    } finally {
      this.#sending.delete(conversation);
      if (this.#isUpToDate(conversation)) this.#wanted.delete(conversation);
      else if (this.#isOpen) this.#schedule();
    }
  }

  #isUpToDate(conversation: ConversationId): boolean {
    const wanted = this.#wanted.get(conversation);
    return wanted === undefined || !isFurther(wanted, this.#sent.get(conversation));
  }
}

/** Whether a mark says more than another one: it belongs to a later interaction, or to the same and lies behind it. */
function isFurther(one: ReadMark, other: ReadMark | undefined): boolean {
  if (other === undefined) return true;
  if (one.interaction === other.interaction) return one.seq > other.seq;
  return (one.interaction ?? 0) > (other.interaction ?? 0);
}
