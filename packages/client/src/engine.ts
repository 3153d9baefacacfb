import type { ConversationId, ServerEvent, Stored } from '@tieline/protocol';
import { createConnection, type LiveConnection } from './connection.ts';
import { type ConversationLoader, createConversationLoader } from './conversation-loader.ts';
import { hasCode, inBackground, ownFault, WireFault } from './fault.ts';
import { createGate } from './gate.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { putTimeline, showPending } from './pending.ts';
import { createPresenceWatch, presenceKey, type PresenceWatch } from './presence-watch.ts';
import { createReadMarks, type ReadMarks } from './read-marks.ts';
import { createRest, type Rest } from './rest.ts';
import { applyEvent, emptyState, type HeldState } from './state.ts';
import { createStore, type Store } from './store.ts';
import { lastShown } from './timeline.ts';
import { createTimelineLoader, type TimelineLoader } from './timeline-loader.ts';
import type { Timing } from './timing.ts';
import type { ClientOptions, Connection } from './types.ts';
import { createTypingEnds } from './typing.ts';
import { socketMaker } from './web-socket.ts';
import { apiRoot, ownSentences } from './wire.ts';

/** The parts of a client, wired together. */
export interface Engine {
  readonly store: Store<HeldState>;
  readonly rest: Rest;
  readonly connection: LiveConnection;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly conversations: ConversationLoader;
  readonly timelines: TimelineLoader;
  readonly presence: PresenceWatch;
  readonly reads: ReadMarks;
  close(): void;
}

/** `onOnline` is called after each welcome, for what a new line has to be told. */
export function createEngine(options: ClientOptions, timing: Timing, onOnline: () => void): Engine {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const store = createStore<HeldState>(emptyState());
  const online = createGate();
  const rest = createRest({ ...options, baseUrl, answerWithin: timing.answerWithin });

  const connection = createConnection({
    url: `${baseUrl.replace(/^http/, 'ws')}${apiRoot}/socket?surface=${options.surface}`,
    makeSocket: socketMaker(options.WebSocket, options.token),
    timing,
    isSignedOut: () =>
      rest('load-self', {}).then(
        () => false,
        (fault: unknown) => hasCode(fault, 'not-signed-in'),
      ),
    onEvent: hear,
    onState: enter,
  });

  const outbox = createOutbox({
    timing,
    submit: (conversation, clientId, body) =>
      connection.command('send-message', { conversation, clientId, body }),
    onChange: (conversation) => showPending(store, outbox, conversation),
    onStored: noteStored,
  });
  const conversations = createConversationLoader({ store, rest, timing });
  const timelines = createTimelineLoader({
    store,
    rest,
    timing,
    whenSettled,
    loadConversation: conversations.load,
    put: (conversation, timeline) => putTimeline(store, outbox, conversation, timeline),
  });
  const typingEnds = createTypingEnds(timing, (conversation, seat) => {
    store.set(applyEvent(store.get(), { on: 'typing', conversation, seat, typing: false }));
  });
  const inbox = createInbox({ store, outbox, conversations, timelines, typingEnds });
  const presence = createPresenceWatch({
    timing,
    submit: (input) => connection.command('watch-presence', input),
    onSnapshot: (entries) => {
      const looks = entries.map((entry) => [presenceKey(entry), entry.presence] as const);
      store.set({ ...store.get(), presence: new Map(looks) });
    },
  });
  const reads = createReadMarks({
    timing,
    submit: (conversation, seq) => connection.command('mark-read', { conversation, seq }),
  });

  function hear(event: ServerEvent) {
    const self = store.get().self;
    // Another person signed in under the same cookie: nothing that waits here may go out in their name.
    if (event.on === 'welcome' && self !== null && self.seat !== event.self.seat) forgetAll();
    inbox.hear(event);
  }

  function enter(next: Connection) {
    const before = store.get().connection.state;
    store.set({ ...store.get(), connection: next });
    if (next.state === 'online') resume();
    else if (before === 'online') suspend();
    if (next.state === 'signed-out') endAll();
    else if (before === 'signed-out') online.shut();
  }

  function resume() {
    online.open();
    outbox.resume();
    presence.renew();
    reads.resume();
    onOnline();
    inBackground(conversations.reload());
    for (const id of store.get().timelines.keys()) inBackground(timelines.repair(id));
  }

  function suspend() {
    online.shut();
    outbox.suspend();
    presence.suspend();
    reads.suspend();
  }

  function endAll() {
    online.fail(new WireFault(ownFault('not-signed-in')));
    conversations.stop();
    outbox.stop(ownSentences['not-signed-in']);
    typingEnds.clear();
  }

  function forgetAll() {
    conversations.stop();
    outbox.clear();
    reads.clear();
    inbox.clear();
    typingEnds.clear();
  }

  async function whenSettled(conversation: ConversationId): Promise<void> {
    do {
      await online.passed();
      await outbox.whenSure(conversation);
    } while (!online.isOpen || outbox.isUnsure(conversation));
  }

  function noteStored({ conversation, seq, notice }: Stored) {
    const timeline = store.get().timelines.get(conversation);
    if (timeline === undefined) return;
    const told = notice === null ? null : { rule: notice.rule, sentence: notice.sentence };
    if (told !== timeline.notice) putTimeline(store, outbox, conversation, { ...timeline, notice: told });
    if (lastShown(timeline) < seq)
      setTimeout(() => inBackground(fetchStored(conversation, seq)), timing.eventWithin);
  }

  /** The event of a stored message did not come: its message is fetched. */
  async function fetchStored(conversation: ConversationId, seq: number): Promise<void> {
    const isWaiting = () => outbox.pendingIn(conversation).some(({ storedSeq }) => storedSeq === seq);
    if (!isWaiting()) return;
    await timelines.repair(conversation);
    // The server does not show it here any more: the interaction that it was stored in is over.
    outbox.release(conversation, ({ storedSeq }) => storedSeq === seq);
  }

  function close() {
    connection.close();
    conversations.stop();
    typingEnds.clear();
  }

  return { store, rest, connection, outbox, inbox, conversations, timelines, presence, reads, close };
}
