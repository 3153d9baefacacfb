import type { ConversationId, RouteName, ServerEvent } from '@tieline/protocol';
import { LiveConnection } from './connection/connection.ts';
import { hasCode, inBackground, isRetryable, ownFault, WireFault } from './connection/fault.ts';
import { LineRest } from './connection/line-rest.ts';
import { onLeaving } from './connection/network.ts';
import { createRest, type Rest, type RestInput } from './connection/rest.ts';
import { socketMaker } from './connection/web-socket.ts';
import { apiRoot, ownSentences } from './connection/wire.ts';
import { ConversationLoader } from './load/conversation-loader.ts';
import { TimelineLoader } from './load/timeline-loader.ts';
import { CatchUp } from './receive/catch-up.ts';
import { CompanyNews } from './receive/company-news.ts';
import { Inbox } from './receive/inbox.ts';
import { MessageDispatcher } from './receive/message-dispatcher.ts';
import { Outbox } from './send/outbox.ts';
import { putTimeline, showPending } from './send/pending.ts';
import { PersistentQueue, type RestoredMessage } from './send/persistent-queue.ts';
import { showStored } from './send/stored-messages.ts';
import { presenceKey, PresenceWatch } from './signals/presence-watch.ts';
import { ReadMarks } from './signals/read-marks.ts';
import { createTypingEnds, type TypingEnds } from './signals/typing.ts';
import { applyEvent, emptyState, type InternalState } from './state/state.ts';
import { createStore } from './state/store.ts';
import type { Timing } from './timing.ts';
import type { ClientOptions, Connection, Receiver } from './types.ts';
import { Uploading } from './uploads/uploading.ts';

/** What this device knows of the person in front of it (PRES-7). */
export interface Attention {
  /** Called for each line, as its address says so. */
  readonly isIdle: () => boolean;
  /** Called after each welcome, to report what has changed since the line was asked for. */
  readonly onOnline: () => void;
}

/** The parts of a client, wired together, and what all of them do when the line or the person changes. */
export class Engine {
  readonly store = createStore<InternalState>(emptyState());
  readonly connection: LiveConnection;
  readonly outbox: Outbox;
  readonly uploading: Uploading;
  readonly conversations: ConversationLoader;
  readonly timelines: TimelineLoader;
  readonly inbox: Inbox;
  readonly presence: PresenceWatch;
  readonly reads: ReadMarks;
  readonly company: CompanyNews;
  readonly #options: ClientOptions;
  readonly #timing: Timing;
  readonly #attention: Attention;
  readonly #baseUrl: string;
  readonly #token: string | undefined;
  readonly #request: Rest;
  readonly #lineRest: LineRest;
  readonly #queue: PersistentQueue;
  readonly #typingEnds: TypingEnds;
  readonly #catchUp: CatchUp;
  readonly #dispatchers = new Set<MessageDispatcher>();
  #connectionState = this.store.get().connection;
  /** Resolves when a log-out is shown. */
  #loggedOut: Promise<void> = Promise.resolve();

  constructor(options: ClientOptions, timing: Timing, attention: Attention) {
    this.#options = options;
    this.#timing = timing;
    this.#attention = attention;
    this.#baseUrl = options.baseUrl.replace(/\/+$/, '');
    this.#token = options.token ?? undefined;
    const { store } = this;
    this.#request = createRest({
      ...options,
      baseUrl: this.#baseUrl,
      token: this.#token,
      answerWithin: timing.answerWithin,
    });
    this.#lineRest = new LineRest(this.rest);
    this.connection = this.#newConnection();
    this.#queue = new PersistentQueue({
      storage: options.storage,
      timing,
      onRestore: (messages) => this.#restore(messages),
      onFault: options.onStorageFault,
    });
    onLeaving(() => this.#queue.leave());
    this.outbox = this.#newOutbox();
    this.uploading = this.#newUploading();
    const rest: Rest = (name, input) => this.#lineRest.request(name, input);
    this.conversations = new ConversationLoader({ store, rest, timing });
    this.timelines = this.#newTimelines(rest);
    this.#typingEnds = createTypingEnds(timing, (conversation, seat) => {
      store.set(applyEvent(store.get(), { on: 'typing', conversation, seat, typing: false }));
    });
    this.inbox = new Inbox({ ...this.#loaders(), outbox: this.outbox, typingEnds: this.#typingEnds });
    this.presence = this.#newPresenceWatch();
    this.reads = new ReadMarks({ timing, submit: this.#submitReadMark });
    this.#catchUp = new CatchUp({
      ...this.#loaders(),
      timing,
      submit: (input) => this.connection.command('resume', input),
      onEnded: (end) => this.inbox.hear({ on: 'interaction-ended', ...end }),
    });
    const { presence } = this;
    this.company = new CompanyNews({
      ...this.#loaders(),
      rest: this.rest,
      timing,
      presence,
      catchUp: this.#catchUp,
    });
  }

  /** Signs out whoever any answer says is signed out: the session may be over while the line still stands. */
  readonly rest = async <Name extends RouteName>(name: Name, input: RestInput<Name>) => {
    try {
      return await this.#request(name, input);
    } catch (fault) {
      // A log-out that finds no session is a log-out, not an expired session.
      if (name !== 'log-out' && hasCode(fault, 'not-signed-in')) this.connection.signOut('expired');
      throw fault;
    }
  };

  /** Hands out what waits and what comes, until the client is closed; returns the way to stop earlier. */
  receive(receiver: Receiver): () => void {
    const { store, inbox, outbox, rest } = this;
    const timing = this.#timing;
    const options = { store, inbox, outbox, rest, timing, markRead: this.#submitReadMark };
    const dispatcher = new MessageDispatcher(options, receiver);
    this.#dispatchers.add(dispatcher);
    return () => {
      this.#dispatchers.delete(dispatcher);
      dispatcher.stop();
    };
  }

  /** The person has logged out. Resolves when nothing of theirs is left, and the log-out is shown. */
  async leave(): Promise<void> {
    this.connection.signOut('logged-out');
    await this.#loggedOut;
    // A session that was over before this log-out has not deleted what was attached.
    await this.uploading.end();
  }

  close(): void {
    for (const dispatcher of this.#dispatchers) dispatcher.stop();
    this.#dispatchers.clear();
    this.connection.close();
    this.#stopLoading();
    this.#queue.leave();
    this.uploading.forget();
    this.#typingEnds.clear();
  }

  #hear(event: ServerEvent) {
    const { self } = this.store.get();
    // Another person signed in under the same cookie: nothing that waits here may go out in their name.
    if (event.on === 'welcome' && self !== null && self.seat !== event.self.seat) this.#forgetAll();
    this.inbox.hear(event);
    // An older server sends no token with its welcome.
    if ((event.on === 'mark' || event.on === 'welcome') && event.token) this.#catchUp.offerToken(event.token);
    if (event.on === 'company-changed') this.company.hear();
    if (event.on !== 'welcome') return;
    // Only the welcome says whose messages of an earlier run may be sent.
    this.#queue.begin(event.self.seat);
    this.uploading.begin(event.self.seat);
  }

  #enter(next: Connection) {
    const before = this.#connectionState.state;
    this.#connectionState = next;
    const isLogOut = next.state === 'signed-out' && next.reason === 'logged-out';
    if (!isLogOut) this.#show(next);
    if (next.state === 'online') this.#resume();
    else if (before === 'online') this.#suspend();
    if (next.state === 'signed-out') this.#endSession(next.reason);
    else if (before === 'signed-out') this.#lineRest.shut();
    // Shown last: listeners leave the page, which would abort the deletion.
    if (isLogOut) inBackground((this.#loggedOut = this.#deleteUploads(next)));
  }

  async #deleteUploads(next: Connection): Promise<void> {
    await this.uploading.end();
    this.#show(next);
  }

  #show(next: Connection) {
    const { store } = this;
    if (this.#connectionState === next) store.set({ ...store.get(), connection: next });
  }

  #resume() {
    this.#lineRest.open();
    this.outbox.resume();
    this.uploading.resume();
    this.presence.renew();
    this.reads.resume();
    this.#attention.onOnline();
    this.#catchUp.begin();
  }

  #suspend() {
    this.#lineRest.shut();
    this.outbox.suspend();
    this.uploading.suspend();
    this.presence.suspend();
    this.reads.suspend();
    this.#catchUp.suspend();
    this.company.suspend();
  }

  #endSession(reason: string) {
    this.#lineRest.fail(new WireFault(ownFault('not-signed-in')));
    this.#stopLoading();
    // A log-out deletes what waits; after a session that ran out it is sent with the next log-in.
    const isFinal = reason === 'logged-out' || this.#options.storage === undefined;
    if (isFinal) this.#queue.deleteAll();
    this.outbox[isFinal ? 'stop' : 'suspend'](ownSentences['not-signed-in']);
    this.#queue.leave();
    this.#typingEnds.clear();
  }

  /** Drops the token of the resume as well: it covers data whose load is aborted here. */
  #stopLoading() {
    this.conversations.stop();
    this.#catchUp.forget();
  }

  #forgetAll() {
    this.#stopLoading();
    this.outbox.clear();
    this.#queue.forget();
    this.uploading.forget();
    this.reads.clear();
    this.inbox.clear();
    this.#typingEnds.clear();
  }

  #restore(messages: readonly RestoredMessage[]) {
    this.outbox.restore(messages);
    // The server lists no chat that is over, so the timelines of refused messages are opened to show them.
    const refused = messages.filter(({ message }) => message.state !== 'queued');
    for (const id of new Set(refused.map(({ conversation }) => conversation)))
      inBackground(this.timelines.open(id));
  }

  #newConnection(): LiveConnection {
    const { surface, WebSocket } = this.#options;
    const address = `${this.#baseUrl.replace(/^http/, 'ws')}${apiRoot}/socket?surface=${surface}`;
    return new LiveConnection({
      url: () => `${address}${this.#attention.isIdle() ? '&idle=true' : ''}`,
      makeSocket: socketMaker(WebSocket, this.#token),
      timing: this.#timing,
      isSignedOut: () =>
        this.#request('load-self', {}).then(
          () => false,
          (fault: unknown) => hasCode(fault, 'not-signed-in'),
        ),
      onEvent: (event) => this.#hear(event),
      onState: (state) => this.#enter(state),
    });
  }

  #newOutbox(): Outbox {
    const { store } = this;
    return new Outbox({
      timing: this.#timing,
      queue: this.#queue,
      submit: (conversation, { clientId, body, interaction }) =>
        this.connection.command('send-message', {
          conversation,
          clientId,
          body,
          ...(interaction === null ? {} : { interaction }),
        }),
      interactionIn: (conversation) =>
        store.get().conversations.get(conversation)?.interaction?.number ?? null,
      onChange: (conversation) => showPending(store, this.outbox, conversation),
      onStored: (stored) => {
        const { outbox, timelines } = this;
        this.inbox.hearStored(stored);
        showStored({ store, outbox, timelines, timing: this.#timing }, stored);
      },
    });
  }

  #newUploading(): Uploading {
    const { store, outbox } = this;
    return new Uploading({
      options: { ...this.#options, baseUrl: this.#baseUrl, token: this.#token },
      timing: this.#timing,
      store,
      outbox,
      // The upload may be of an earlier session, so only this answer can end the present one.
      onDenied: () => inBackground(this.rest('load-self', {})),
    });
  }

  #newTimelines(rest: Rest): TimelineLoader {
    const { store, outbox } = this;
    return new TimelineLoader({
      store,
      rest,
      timing: this.#timing,
      whenSettled: (conversation) => this.#whenSettled(conversation),
      loadConversation: (conversation) => this.#loadConversation(conversation),
      put: (conversation, timeline) => putTimeline(store, outbox, conversation, timeline),
    });
  }

  #newPresenceWatch(): PresenceWatch {
    const { store } = this;
    return new PresenceWatch({
      timing: this.#timing,
      submit: (input) => this.connection.command('watch-presence', input),
      onSnapshot: (entries) => {
        const presence = new Map(entries.map((entry) => [presenceKey(entry), entry.presence]));
        store.set({ ...store.get(), presence });
      },
    });
  }

  #loaders() {
    const { store, conversations, timelines } = this;
    return { store, conversations, timelines };
  }

  readonly #submitReadMark = (conversation: ConversationId, seq: number) =>
    this.connection.command('mark-read', { conversation, seq });

  async #whenSettled(conversation: ConversationId): Promise<void> {
    do {
      await this.#lineRest.opened();
      await this.outbox.whenSure(conversation);
    } while (!this.#lineRest.isOpen || this.outbox.isUnsure(conversation));
  }

  /** Loads the conversation of a timeline, and goes on trying: messages need to know whether its interaction runs. */
  async #loadConversation(conversation: ConversationId): Promise<void> {
    try {
      await this.conversations.load(conversation);
    } catch (fault) {
      if (isRetryable(fault)) inBackground(this.conversations.renew(conversation));
      throw fault;
    }
  }
}
