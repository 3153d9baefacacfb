import type { ConversationId, ConversationView, MessageBody, MessageView, SeatId } from '@tieline/protocol';
import { textOfHtml } from '@tieline/text';
import { clientIdOfReply } from '../send/client-id.ts';
import { inBackground, surface } from '../connection/fault.ts';
import type { Inbox } from './inbox.ts';
import { createJobs } from '../load/jobs.ts';
import type { Outbox } from '../send/outbox.ts';
import { persist } from '../connection/persist.ts';
import type { Rest } from '../connection/rest.ts';
import { type HeldState, withReadUpTo } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { createSlots } from '../load/slots.ts';
import type { Timing } from '../timing.ts';
import type { Outcome, Received, Receiver } from '../types.ts';
import { historyPage } from '../connection/wire.ts';

export interface ReceiveOptions {
  readonly store: Store<HeldState>;
  readonly inbox: Pick<Inbox, 'onMessage'>;
  readonly outbox: Pick<Outbox, 'addReply'>;
  readonly rest: Rest;
  readonly timing: Timing;
  readonly markRead: (conversation: ConversationId, seq: number) => Promise<unknown>;
}

/** Pages that are loaded at once: a program that was away for long finds many conversations waiting. */
const loadsAtOnce = 4;

/**
 * Hands every message of others to `receiver`: in each conversation first those above the read mark, then each one as it
 * comes, in order, the next one when the one before is done and marked as read. Returns the way to stop.
 */
export function startReceiving(options: ReceiveOptions, receiver: Receiver): () => void {
  const { store, inbox, rest, timing } = options;
  const runJob = createJobs<ConversationId>();
  const inSlot = createSlots(loadsAtOnce);
  /** The place up to which a conversation is done. */
  const done = new Map<ConversationId, number>();
  /** Live messages that are not done yet. */
  const live = new Map<ConversationId, MessageView[]>();
  const broken = new Set<ConversationId>();
  let seat: SeatId | null = null;
  let seen: Pick<HeldState, 'conversations' | 'connection'> | null = null;
  let isOver = false;

  const isWanted = () => !isOver && store.get().connection.state !== 'signed-out';
  const known = (id: ConversationId) => store.get().conversations.get(id);
  const doneIn = (id: ConversationId) => done.get(id) ?? 0;

  function lookForNew() {
    const { conversations, connection, self } = store.get();
    if (self === null || (conversations === seen?.conversations && connection === seen.connection)) return;
    seen = { conversations, connection };
    if (self.seat !== seat) forgetAll(self.seat);
    for (const conversation of conversations.values()) {
      if (conversation.archive !== null || broken.has(conversation.id)) continue;
      if (!done.has(conversation.id)) done.set(conversation.id, startOf(conversation));
      if (conversation.lastSeq > doneIn(conversation.id)) catchUp(conversation.id);
    }
  }

  function forgetAll(next: SeatId) {
    seat = next;
    done.clear();
    live.clear();
    broken.clear();
  }

  function catchUp(id: ConversationId) {
    inBackground(runJob(id, () => handOut(id)));
  }

  async function handOut(id: ConversationId): Promise<void> {
    while (isWanted() && !broken.has(id) && (known(id)?.lastSeq ?? 0) > doneIn(id)) {
      const messages = nextLive(id) ?? (await loadNext(id));
      for (const message of messages) {
        const conversation = known(id);
        if (!isWanted() || conversation === undefined || isBetweenChats(conversation)) return;
        if (message.seq <= doneIn(id)) continue;
        if (!isOfEndedChat(conversation, message) && isForReader(message, seat))
          await handOne(conversation, message);
        if (broken.has(id)) return;
        done.set(id, message.seq);
      }
    }
  }

  async function handOne(conversation: ConversationView, message: MessageView): Promise<void> {
    const { id } = conversation;
    try {
      await receiver(receivedOf(conversation, message));
    } catch (fault) {
      // It stays unread, so it is the first one after the next start.
      broken.add(id);
      return surface(fault);
    }
    // Before the mark: should that be refused, the message is done all the same.
    done.set(id, message.seq);
    store.set(withReadUpTo(store.get(), id, message.seq));
    await persist(timing, isWanted, () => options.markRead(id, message.seq));
  }

  function receivedOf(conversation: ConversationView, message: MessageView): Received {
    let replies = 0;
    return {
      conversation,
      message,
      text: message.surface === 'office' ? message.text : textOfHtml(message.html),
      reply(body): Promise<Outcome> {
        replies += 1;
        return options.outbox.addReply(conversation.id, bodyOf(body), {
          clientId: clientIdOfReply(conversation.id, message, replies),
          // However late the answer comes, it is one to this chat.
          interaction: conversation.interaction?.number ?? null,
        });
      },
    };
  }

  /** The live messages that follow on what is done, if nothing is missing before them. */
  function nextLive(id: ConversationId): MessageView[] | null {
    const waiting = (live.get(id) ?? []).filter(({ seq }) => seq > doneIn(id));
    live.delete(id);
    return waiting[0]?.seq === doneIn(id) + 1 ? waiting.filter(follows) : null;
  }

  async function loadNext(id: ConversationId): Promise<readonly MessageView[]> {
    const query = { after: doneIn(id), limit: historyPage };
    const lastSeq = known(id)?.lastSeq ?? 0;
    const page = await inSlot(() =>
      persist(timing, isWanted, () => rest('load-history', { params: { conversation: id }, query })),
    );
    // Places that this reader does not see (HIST-4): there is nothing to hand out up to there.
    if (page?.messages.length === 0) done.set(id, Math.max(doneIn(id), lastSeq));
    return page?.messages ?? [];
  }

  const stops = [
    store.subscribe(lookForNew),
    inbox.onMessage(({ conversation, message }) => {
      if (known(conversation)?.archive) return;
      live.set(conversation, [...(live.get(conversation) ?? []), message].slice(-historyPage));
    }),
  ];
  lookForNew();
  return () => {
    isOver = true;
    for (const stop of stops) stop();
  };
}

/** Where nothing counts as unread, nothing waits. */
function startOf({ unread, readSeq, lastSeq }: ConversationView): number {
  return unread > 0 ? readSeq : lastSeq;
}

/** DEL-4: what an agent has missed is in the history, and is not delivered later. */
function isForReader(message: MessageView, seat: SeatId | null): boolean {
  return message.from.seat !== seat && !(message.surface === 'console' && message.missed);
}

const isBetweenChats = ({ kind, interaction }: ConversationView) => kind === 'agent' && interaction === null;

/** HIST-5: of an interaction that is over nothing is handed out any more; an answer would go into the next one. */
function isOfEndedChat({ kind, interaction }: ConversationView, { seq }: MessageView): boolean {
  return kind === 'agent' && interaction !== null && seq < interaction.fromSeq;
}

function follows({ seq }: MessageView, place: number, all: readonly MessageView[]): boolean {
  return seq === (all[0]?.seq ?? 0) + place;
}

function bodyOf(body: string | MessageBody): MessageBody {
  return typeof body === 'string' ? { kind: 'plain', text: body } : body;
}
