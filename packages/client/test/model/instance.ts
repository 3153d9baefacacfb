import type { ConversationId } from '@tieline/protocol';
import { createClient } from '../../src/client.ts';
import type { ClientStorage, PendingMessage, TielineClient } from '../../src/types.ts';
import { range, seqsOf } from '../cast.ts';
import { Network, type NetworkOptions } from './network.ts';

export interface Written {
  readonly chat: ConversationId;
  readonly text: string;
  isDiscarded: boolean;
  /** Turned away at least once: it may have lost its place. */
  isTurnedAway: boolean;
}

/** One run of the client on its network, such as a tab until it is closed or reloaded. */
export class Instance {
  readonly client: TielineClient;
  readonly network: Network;
  readonly written: Written[] = [];
  readonly unsound: string[] = [];
  readonly #shownUpTo = new Map<ConversationId, number>();
  #isGone = false;

  constructor(options: NetworkOptions, storage: ClientStorage) {
    this.network = new Network(options);
    const own: ClientStorage = {
      read: (key) => (this.#isGone ? null : storage.read(key)),
      write: (key, value) => (this.#isGone ? undefined : storage.write(key, value)),
      remove: (key) => (this.#isGone ? undefined : storage.remove(key)),
      keys: () => (this.#isGone ? [] : storage.keys()),
    };
    this.client = createClient({
      baseUrl: 'http://model.test',
      surface: options.company.self.surface,
      WebSocket: this.network.socketMaker(),
      fetch: this.network.fetch,
      storage: own,
    });
    this.client.subscribe(() => this.#lookForFlaws());
    this.client.connect();
  }

  /** Null where nobody is signed in so far, and so nobody writes. */
  send(chat: ConversationId, text: string): Written | null {
    if (this.client.getState().self === null) return null;
    const written = { chat, text, isDiscarded: false, isTurnedAway: false };
    this.written.push(written);
    void this.client.send(chat, { kind: 'plain', text }).then((outcome) => {
      if (outcome !== 'stored') written.isTurnedAway = true;
    });
    return written;
  }

  open(chat: ConversationId): void {
    this.client.openTimeline(chat).catch(() => undefined);
  }

  /** `tidily`: the page is left, as by a reload; else it crashes, and not a word is written any more. */
  end(tidily: boolean): void {
    if (!tidily) this.#isGone = true;
    this.client.close();
    this.#isGone = true;
    this.network.leave();
  }

  get pending(): readonly PendingMessage[] {
    return [...this.client.getState().timelines.values()].flatMap(({ pending }) => pending);
  }

  /** A ready timeline is whole at any moment, and grows without leaving anything out. */
  #lookForFlaws(): void {
    const { conversations, timelines } = this.client.getState();
    for (const [id, { state, messages }] of timelines) {
      const seqs = seqsOf(messages);
      const [first = 1, last = 0] = [seqs[0], seqs.at(-1)];
      const before = this.#shownUpTo.get(id) ?? Infinity;
      const isWindow = conversations.get(id)?.kind !== 'direct';
      const isWhole = seqs.join() === range(first, last).join() && (isWindow || first <= before + 1);
      if (state === 'ready' && !isWhole) this.unsound.push(`${id}: ${seqs.join()} after ${before}`);
      if (state === 'ready' && last > 0) this.#shownUpTo.set(id, last);
    }
  }
}
