import type { SelfView } from '@tieline/protocol';
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

/** Loads everything anew when the company was changed. */
export class CompanyNews {
  readonly #options: CompanyNewsOptions;
  readonly #listeners = createListeners();
  #delay: ReturnType<typeof setTimeout> | undefined;
  /** Raised for each line, so that a reload of an earlier one ends. */
  #line = 0;
  readonly onChanged = this.#listeners.add;

  constructor(options: CompanyNewsOptions) {
    this.#options = options;
  }

  /** Loads once, however often it is called, and after a random delay, so that not every client asks at once. */
  hear(): void {
    const { timing, catchUp } = this.#options;
    catchUp.markStale();
    this.#delay ??= setTimeout(() => {
      this.#delay = undefined;
      inBackground(catchUp.load(() => this.#reload()));
    }, Math.random() * timing.companySpread);
  }

  /** The line is lost: the next resume reports the change. */
  suspend(): void {
    this.#line += 1;
    clearTimeout(this.#delay);
    this.#delay = undefined;
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
