import type { ConversationId } from '@tieline/protocol';
import { inBackground, isRetryable } from '../connection/fault.ts';
import { backOff, type Timing } from '../timing.ts';

export interface ReadMarksOptions {
  readonly timing: Timing;
  readonly submit: (conversation: ConversationId, seq: number) => Promise<unknown>;
}

/** Sends how far was read: the furthest place only, one command at a time, again after a lost line. */
export class ReadMarks {
  readonly #options: ReadMarksOptions;
  readonly #wanted = new Map<ConversationId, number>();
  readonly #sent = new Map<ConversationId, number>();
  readonly #sending = new Set<ConversationId>();
  #isOpen = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ReadMarksOptions) {
    this.#options = options;
  }

  mark(conversation: ConversationId, seq: number): void {
    const furthest = Math.max(this.#wanted.get(conversation) ?? 0, this.#sent.get(conversation) ?? 0);
    if (seq <= furthest) return;
    this.#wanted.set(conversation, seq);
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
    const seq = this.#wanted.get(conversation);
    if (!this.#isOpen || seq === undefined || this.#sending.has(conversation)) return;
    this.#sending.add(conversation);
    try {
      await submit(conversation, seq);
      this.#sent.set(conversation, seq);
      this.#failures = 0;
    } catch (fault) {
      // After a lost line `resume` sends it again; what the server refuses is not sent again.
      if (isRetryable(fault))
        return this.#isOpen ? this.#schedule(backOff(timing, this.#failures++)) : undefined;
      this.#sent.set(conversation, seq);
      throw fault;
    } finally {
      this.#sending.delete(conversation);
      if (this.#isUpToDate(conversation)) this.#wanted.delete(conversation);
      else if (this.#isOpen) this.#schedule();
    }
  }

  #isUpToDate(conversation: ConversationId): boolean {
    return (this.#wanted.get(conversation) ?? 0) <= (this.#sent.get(conversation) ?? 0);
  }
}
