import type { ConversationId, SelfView } from '@tieline/protocol';
import { inBackground } from '../connection/fault.ts';
import { retryWhile } from '../connection/retry.ts';
import type { Rest } from '../connection/rest.ts';
import type { ConversationLoader } from '../load/conversation-loader.ts';
import type { PresenceWatch } from '../signals/presence-watch.ts';
import { createListeners } from '../state/listeners.ts';
import type { InternalState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { Timing } from '../timing.ts';
import type { CatchUp } from './catch-up.ts';

export interface CompanyNewsOptions {
  readonly store: Store<InternalState>;
  readonly rest: Rest;
  readonly timing: Timing;
  readonly conversations: ConversationLoader;
  readonly presence: PresenceWatch;
  readonly catchUp: CatchUp;
}

/** Of more conversations than this the lists are loaded, which are pages of many. */
const mostSingly = 20;

/** Loads what the administrators have changed: everything, or what is shown of others. */
export class CompanyNews {
  readonly #options: CompanyNewsOptions;
  readonly #listeners = createListeners();
  #delay: ReturnType<typeof setTimeout> | undefined;
  /** What is loaded after the delay: everything; else, beside the rosters, the conversations with those who were changed. */
  #isAll = false;
  #changedChats = new Set<ConversationId>();
  /** Raised for each line, so that a reload of an earlier one ends. */
  #line = 0;
  readonly onChanged = this.#listeners.add;

  constructor(options: CompanyNewsOptions) {
    this.#options = options;
  }

  /** The company was changed, or the own seat. */
  hear(): void {
    this.#isAll = true;
    this.#schedule();
  }

  /** Others were changed, who take part in `chats`. */
  hearOthers(chats: readonly ConversationId[]): void {
    for (const chat of chats) this.#changedChats.add(chat);
    // What is on its way may be older than the change, and is not known by its conversation.
    if (this.#delay === undefined && !this.#options.catchUp.isCurrent) this.#isAll = true;
    this.#schedule();
  }

  /** Others were changed while the line was down; their conversations came with the resume. */
  renewOthers(): void {
    this.#listeners.notify();
    inBackground(this.#renewChats([]));
  }

  /** Loads once, however often it is called, and after a random delay, so that not every client asks at once. */
  #schedule() {
    const { timing, catchUp } = this.#options;
    catchUp.markStale();
    this.#delay ??= setTimeout(() => {
      const [isAll, chats] = [this.#isAll, [...this.#changedChats]];
      this.#clear();
      inBackground(catchUp.load(() => (isAll ? this.#reload() : this.#reloadOthers(chats))));
    }, Math.random() * timing.companySpread);
  }

  #clear() {
    clearTimeout(this.#delay);
    this.#delay = undefined;
    this.#isAll = false;
    this.#changedChats = new Set();
  }

  /** The line is lost: the next resume reports the change. */
  suspend(): void {
    this.#line += 1;
    this.#clear();
  }

  async #reloadOthers(chats: readonly ConversationId[]): Promise<boolean> {
    const { conversations, presence } = this.#options;
    const line = this.#line;
    // Somebody who is back on a roster is not watched any more, as the server has left them out.
    presence.renew();
    this.#listeners.notify();
    if (chats.length > mostSingly) return conversations.reload();
    await this.#renewChats(chats);
    return line === this.#line;
  }

  /** Those without a message as well: they are in no list, and may be open. */
  async #renewChats(chats: readonly ConversationId[]): Promise<void> {
    const { store, conversations } = this.#options;
    const changed = new Set(chats);
    const shown = [...store.get().conversations.values()];
    const wanted = shown.filter(({ id, lastSeq }) => lastSeq === 0 || changed.has(id));
    await Promise.all(wanted.map(({ id }) => conversations.renew(id)));
  }

  async #reload(): Promise<boolean> {
    const { store, rest, timing, conversations, presence } = this.#options;
    const line = this.#line;
    let atRequest: SelfView | null = null;
    const answer = await retryWhile(
      timing,
      () => line === this.#line,
      () => {
        atRequest = store.get().self;
        return rest('load-self', {});
      },
    );
    const { self } = store.get();
    // Another person under the same cookie arrives with the next welcome.
    if (answer === undefined || self?.seat !== answer.seat) return false;
    // An event may have changed the own status since the request.
    const { status, statusSince } = self === atRequest ? answer : self;
    store.set({ ...store.get(), self: { ...answer, status, statusSince } });
    presence.renew();
    this.#listeners.notify();
    return conversations.reload();
  }
}
