import type { ConversationId, EventOf, MessageView, Stored } from '@tieline/protocol';
import type { Outbox } from '../send/outbox.ts';
import type { InternalState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { ownMessages, pendingAgain } from './unheard.ts';

type EndEvent = EventOf<'interaction-ended'>;

/** The last interaction of a chat, by its number, and the place from which its messages reached nobody. */
interface UnheardEnd {
  readonly number: number;
  readonly from: number;
}

/** DEL-3: own messages that reached nobody before their chat ended, which the person may send again or discard. */
export class UnheardMessages {
  readonly #ends = new Map<ConversationId, UnheardEnd>();
  readonly #store: Store<InternalState>;
  readonly #outbox: Outbox;

  constructor(store: Store<InternalState>, outbox: Outbox) {
    this.#store = store;
    this.#outbox = outbox;
  }

  /** Keeps them before the end of the interaction removes the messages of the chat. */
  keep(event: EndEvent): void {
    const { conversation: id, number, unheardFrom, unheard } = event;
    const { timelines, self } = this.#store.get();
    this.#ends.delete(id);
    // An older server does not send `unheardFrom`.
    if (self === null || unheardFrom === null || unheardFrom === undefined) return;
    this.#ends.set(id, { number, from: unheardFrom });
    // After a reload of the page the timeline has none of them; an older server does not send `unheard`.
    const candidates = [...(unheard ?? []), ...ownMessages(timelines.get(id), self.seat)];
    const own = new Map(
      candidates.filter(({ seq }) => seq >= unheardFrom).map((message) => [message.seq, message]),
    );
    this.offer(
      id,
      number,
      [...own.values()].toSorted((one, other) => one.seq - other.seq),
    );
  }

  /** Whether the end of its interaction left a message unheard whose answer comes after that end. */
  has({
    conversation,
    interaction,
    message,
  }: Pick<Stored, 'conversation' | 'interaction' | 'message'>): boolean {
    const end = this.#ends.get(conversation);
    return end?.number === interaction && message.seq >= end.from;
  }

  /** Puts them into the outbox, in place of their pending forms. */
  offer(id: ConversationId, number: number, messages: readonly MessageView[]): void {
    const places = new Set(messages.map(({ seq }) => seq));
    this.#outbox.release(
      id,
      ({ storedSeq, storedIn }) => storedSeq !== null && storedIn === number && places.has(storedSeq),
    );
    const pending = messages.map((message) => pendingAgain(id, number, message));
    this.#outbox.offer(id, pending);
  }

  clear(): void {
    this.#ends.clear();
  }
}
