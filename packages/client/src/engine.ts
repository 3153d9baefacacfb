import type { ConversationId, RouteName, ServerEvent, Stored } from '@tieline/protocol';
import { type CatchUp, createCatchUp } from './receive/catch-up.ts';
import { type CompanyNews, createCompanyNews } from './receive/company-news.ts';
import { createConnection, type LiveConnection } from './connection/connection.ts';
import { type ConversationLoader, createConversationLoader } from './load/conversation-loader.ts';
import { hasCode, inBackground, isRetryable, ownFault, WireFault } from './connection/fault.ts';
import { createGate } from './connection/gate.ts';
import { createInbox, type Inbox } from './receive/inbox.ts';
import { createKeptQueue, type KeptMessage } from './send/kept-queue.ts';
import { onLeaving } from './connection/network.ts';
import { createOutbox, type Outbox } from './send/outbox.ts';
import { putTimeline, showPending } from './send/pending.ts';
import { createPresenceWatch, presenceKey, type PresenceWatch } from './signals/presence-watch.ts';
import { startReceiving } from './receive/receive.ts';
import { createReadMarks, type ReadMarks } from './signals/read-marks.ts';
import { createRest, type Rest, type RestInput } from './connection/rest.ts';
import { applyEvent, emptyState, type HeldState } from './state/state.ts';
import { createStore, type Store } from './state/store.ts';
import { lastShown } from './state/timeline.ts';
import { createTimelineLoader, type TimelineLoader } from './load/timeline-loader.ts';
import type { Timing } from './timing.ts';
import type { ClientOptions, Connection, Receiver } from './types.ts';
import { createTypingEnds } from './signals/typing.ts';
import { createUploading, type Uploading } from './uploads/uploading.ts';
import { socketMaker } from './connection/web-socket.ts';
import { apiRoot, ownSentences } from './connection/wire.ts';

/** The parts of a client, wired together. */
export interface Engine {
  readonly store: Store<HeldState>;
  readonly rest: Rest;
  readonly connection: LiveConnection;
  readonly outbox: Outbox;
  readonly uploading: Uploading;
  readonly inbox: Inbox;
  readonly conversations: ConversationLoader;
  readonly timelines: TimelineLoader;
  readonly presence: PresenceWatch;
  readonly reads: ReadMarks;
  readonly company: CompanyNews;
  /** Hands out what waits and what comes, until the client is closed; returns the way to stop earlier. */
  receive(receiver: Receiver): () => void;
  /** Whoever was here has logged out. Resolves when nothing of theirs is left, and that is told. */
  leave(): Promise<void>;
  close(): void;
}

/** What this device knows of the person in front of it (PRES-7). */
export interface Attention {
  /** Asked for each line: it begins with it. */
  readonly isIdle: () => boolean;
  /** Called after each welcome: what has changed since the line was asked for has to be told. */
  readonly onOnline: () => void;
}

export function createEngine(options: ClientOptions, timing: Timing, attention: Attention): Engine {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const token = options.token ?? undefined;
  const store = createStore<HeldState>(emptyState());
  const online = createGate();
  const ask = createRest({ ...options, baseUrl, token, answerWithin: timing.answerWithin });

  const connection = createConnection({
    url: () =>
      `${baseUrl.replace(/^http/, 'ws')}${apiRoot}/socket?surface=${options.surface}${attention.isIdle() ? '&idle=true' : ''}`,
    makeSocket: socketMaker(options.WebSocket, token),
    timing,
    isSignedOut: () =>
      ask('load-self', {}).then(
        () => false,
        (fault: unknown) => hasCode(fault, 'not-signed-in'),
      ),
    onEvent: hear,
    onState: enter,
  });

  const queue = createKeptQueue({
    storage: options.storage,
    timing,
    onFound: restore,
    onFault: options.onStorageFault,
  });
  onLeaving(queue.leave);
  const outbox: Outbox = createOutbox({
    timing,
    queue,
    submit: (conversation, { clientId, body, interaction }) =>
      connection.command('send-message', {
        conversation,
        clientId,
        body,
        ...(interaction === null ? {} : { interaction }),
      }),
    interactionIn: (conversation) => store.get().conversations.get(conversation)?.interaction?.number ?? null,
    onChange: (conversation) => showPending(store, outbox, conversation),
    onStored: noteStored,
  });
  const uploading = createUploading({
    options: { ...options, baseUrl, token },
    timing,
    store,
    outbox,
    // An upload may belong to a session before this one, so its word alone does not count.
    onDenied: () => inBackground(rest('load-self', {})),
  });
  const conversations = createConversationLoader({ store, rest: restOnLine, timing });
  const timelines = createTimelineLoader({
    store,
    rest: restOnLine,
    timing,
    whenSettled,
    loadConversation,
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

  const catchUp: CatchUp = createCatchUp({
    store,
    timing,
    submit: (input) => connection.command('resume', input),
    onEnded: (end) => inbox.hear({ on: 'interaction-ended', ...end }),
    conversations,
    timelines,
  });
  const company = createCompanyNews({ store, rest, timing, conversations, presence, catchUp });

  function restore(found: readonly KeptMessage[]) {
    outbox.restore(found);
    // The server lists no chat that is over, and what was turned away in one has to be seen somewhere.
    const turnedAway = found.filter(({ message }) => message.state !== 'queued');
    for (const id of new Set(turnedAway.map(({ conversation }) => conversation)))
      inBackground(timelines.open(id));
  }

  let line = 0;
  let entered = store.get().connection;
  /** Resolves when a log-out has been told of. */
  let left: Promise<void> = Promise.resolve();

  /** The session may be over while the line still stands: whoever is told so by any answer is signed out. */
  async function rest<Name extends RouteName>(name: Name, input: RestInput<Name>) {
    try {
      return await ask(name, input);
    } catch (fault) {
      // Who logs out is let go for that reason.
      if (name !== 'log-out' && hasCode(fault, 'not-signed-in')) connection.signOut('expired');
      throw fault;
    }
  }

  /** An answer that was asked for on an earlier line may be older than what the resume has told: it is asked anew. */
  async function restOnLine<Name extends RouteName>(name: Name, input: RestInput<Name>) {
    for (;;) {
      await online.passed();
      const asked = line;
      const answer = await rest(name, input);
      if (online.isOpen && asked === line) return answer;
    }
  }

  function hear(event: ServerEvent) {
    const self = store.get().self;
    // Another person signed in under the same cookie: nothing that waits here may go out in their name.
    if (event.on === 'welcome' && self !== null && self.seat !== event.self.seat) forgetAll();
    inbox.hear(event);
    // A server of before offers none with its welcome.
    if ((event.on === 'mark' || event.on === 'welcome') && event.token) catchUp.mark(event.token);
    if (event.on === 'company-changed') company.hear();
    // Whose messages may be sent is known: those that an earlier run has left are.
    if (event.on !== 'welcome') return;
    queue.begin(event.self.seat);
    uploading.begin(event.self.seat);
  }

  function enter(next: Connection) {
    const before = entered.state;
    entered = next;
    const isLeft = next.state === 'signed-out' && next.reason === 'logged-out';
    if (!isLeft) showConnection(next);
    if (next.state === 'online') resume();
    else if (before === 'online') suspend();
    if (next.state === 'signed-out') endAll(next.reason);
    else if (before === 'signed-out') online.shut();
    // Whoever hears of a log-out leaves the page, and with it ends what is still being deleted.
    if (isLeft) inBackground((left = endUploading(next)));
  }

  async function endUploading(next: Connection): Promise<void> {
    await uploading.end();
    showConnection(next);
  }

  function showConnection(next: Connection) {
    if (entered === next) store.set({ ...store.get(), connection: next });
  }

  function resume() {
    line += 1;
    online.open();
    outbox.resume();
    uploading.resume();
    presence.renew();
    reads.resume();
    attention.onOnline();
    catchUp.begin();
  }

  function suspend() {
    online.shut();
    outbox.suspend();
    uploading.suspend();
    presence.suspend();
    reads.suspend();
    catchUp.suspend();
    company.suspend();
  }

  function endAll(reason: string) {
    online.fail(new WireFault(ownFault('not-signed-in')));
    stopLoading();
    // Whoever logs out wants nothing to be left here. A session that just ran out goes on after the next log-in.
    const isOver = reason === 'logged-out' || options.storage === undefined;
    if (isOver) queue.deleteAll();
    outbox[isOver ? 'stop' : 'suspend'](ownSentences['not-signed-in']);
    queue.leave();
    typingEnds.clear();
  }

  /** What is being loaded never comes in, so the token would tell too much. */
  function stopLoading() {
    conversations.stop();
    catchUp.forget();
  }

  function forgetAll() {
    stopLoading();
    outbox.clear();
    queue.forget();
    uploading.forget();
    reads.clear();
    inbox.clear();
    typingEnds.clear();
  }

  /** Whether its interaction runs has to be known wherever its messages are shown. */
  async function loadConversation(conversation: ConversationId): Promise<void> {
    try {
      await conversations.load(conversation);
    } catch (fault) {
      if (isRetryable(fault)) inBackground(conversations.renew(conversation));
      throw fault;
    }
  }

  async function whenSettled(conversation: ConversationId): Promise<void> {
    do {
      await online.passed();
      await outbox.whenSure(conversation);
    } while (!online.isOpen || outbox.isUnsure(conversation));
  }

  function noteStored({ conversation, message, notice }: Stored) {
    inbox.stored({ conversation, message });
    const timeline = store.get().timelines.get(conversation);
    if (timeline === undefined) return;
    if (notice !== timeline.notice) putTimeline(store, outbox, conversation, { ...timeline, notice });
    const { seq } = message;
    if (lastShown(timeline) < seq)
      setTimeout(() => inBackground(fetchStored(conversation, seq)), timing.eventWithin);
  }

  /** A stored message still waits for what stands before it: that is fetched. */
  async function fetchStored(conversation: ConversationId, seq: number): Promise<void> {
    const isWaiting = () => outbox.pendingIn(conversation).some(({ storedSeq }) => storedSeq === seq);
    if (!isWaiting()) return;
    await timelines.repair(conversation);
    // The server does not show it here any more: the interaction that it was stored in is over.
    outbox.release(conversation, ({ storedSeq }) => storedSeq === seq);
  }

  async function leave(): Promise<void> {
    connection.signOut('logged-out');
    await left;
    // A session that was over before leaves what was attached to the next log-in.
    await uploading.end();
  }

  const receptions = new Set<() => void>();

  function receive(receiver: Receiver): () => void {
    const markRead = (conversation: ConversationId, seq: number) =>
      connection.command('mark-read', { conversation, seq });
    const stop = startReceiving({ store, inbox, outbox, rest, timing, markRead }, receiver);
    receptions.add(stop);
    return () => {
      receptions.delete(stop);
      stop();
    };
  }

  function close() {
    for (const stop of receptions) stop();
    receptions.clear();
    connection.close();
    stopLoading();
    queue.leave();
    uploading.forget();
    typingEnds.clear();
  }

  return {
    store,
    rest,
    connection,
    outbox,
    uploading,
    inbox,
    conversations,
    timelines,
    presence,
    reads,
    company,
    receive,
    leave,
    close,
  };
}
