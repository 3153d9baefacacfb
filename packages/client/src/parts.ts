import type { ConversationId, RouteName, ServerEvent } from '@tieline/protocol';
import { LiveConnection } from './connection/connection.ts';
import { hasCode, inBackground, isRetryable } from './connection/fault.ts';
import { LineRest } from './connection/line-rest.ts';
import { onLeaving } from './connection/network.ts';
import { createRest, type Rest, type RestInput } from './connection/rest.ts';
import { socketMaker } from './connection/web-socket.ts';
import { apiRoot } from './connection/wire.ts';
import { ConversationLoader } from './load/conversation-loader.ts';
import { TimelineLoader } from './load/timeline-loader.ts';
import { CatchUp } from './receive/catch-up.ts';
import { CompanyNews } from './receive/company-news.ts';
import { Inbox } from './receive/inbox.ts';
import { Outbox } from './send/outbox.ts';
import { putTimeline, showPending } from './send/pending.ts';
import type { PersistentMessage } from './send/persistent-message.ts';
import { PersistentQueue } from './send/persistent-queue.ts';
import { showStored } from './send/stored-messages.ts';
import { presenceKey, PresenceWatch } from './signals/presence-watch.ts';
import { type ReadMark, ReadMarks } from './signals/read-marks.ts';
import { createTypingEnds, type TypingEnds } from './signals/typing.ts';
import { applyEvent, emptyState, type InternalState } from './state/state.ts';
import { createStore } from './state/store.ts';
import type { Timing } from './timing.ts';
import type { ClientOptions, Connection } from './types.ts';
import { Uploading } from './uploads/uploading.ts';

/** What the parts cannot decide by themselves. */
export interface Hooks {
  /** Called for each line, as its address says whether the person is idle (PRES-7). */
  readonly isIdle: () => boolean;
  readonly onEvent: (event: ServerEvent) => void;
  readonly onState: (state: Connection) => void;
}

/** The parts of a client, wired together. */
export class Parts {
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
  readonly #hooks: Hooks;
  readonly #baseUrl: string;
  readonly #token: string | undefined;
  readonly #request: Rest;
  readonly lineRest: LineRest;
  readonly queue: PersistentQueue;
  readonly typingEnds: TypingEnds;
  readonly catchUp: CatchUp;

  constructor(options: ClientOptions, timing: Timing, hooks: Hooks) {
    this.#options = options;
    this.#timing = timing;
    this.#hooks = hooks;
    this.#baseUrl = options.baseUrl.replace(/\/+$/, '');
    this.#token = options.token ?? undefined;
    const { store } = this;
    this.#request = createRest({
      ...options,
      baseUrl: this.#baseUrl,
      token: this.#token,
      answerWithin: timing.answerWithin,
    });
    this.lineRest = new LineRest(this.rest);
    this.connection = this.#newConnection();
    this.queue = new PersistentQueue({
      storage: options.storage,
      timing,
      onRestore: (messages) => this.#restore(messages),
      onFault: options.onStorageFault,
    });
    onLeaving(() => this.queue.leave());
    this.outbox = this.#newOutbox();
    this.uploading = this.#newUploading();
    const rest: Rest = (name, input) => this.lineRest.request(name, input);
    this.conversations = new ConversationLoader({ store, rest, timing });
    this.timelines = this.#newTimelines(rest);
    this.typingEnds = createTypingEnds(timing, (conversation, seat) => {
      store.set(applyEvent(store.get(), { on: 'typing', conversation, seat, typing: false }));
    });
    this.inbox = new Inbox({
      ...this.#loaders(),
      timing,
      outbox: this.outbox,
      typingEnds: this.typingEnds,
    });
    this.presence = this.#newPresenceWatch();
    this.reads = new ReadMarks({ timing, submit: this.submitReadMark });
    this.catchUp = new CatchUp({
      ...this.#loaders(),
      timing,
      submit: (input) => this.connection.command('resume', input),
      onEnded: (end) => this.inbox.hear({ on: 'interaction-ended', ...end }),
      onRosterChanged: () => this.company.renewOthers(),
    });
    const { presence } = this;
    this.company = new CompanyNews({
      ...this.#loaders(),
      rest: this.rest,
      timing,
      presence,
      catchUp: this.catchUp,
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

  #restore(messages: readonly PersistentMessage[]) {
    this.outbox.restore(messages);
    // Else nobody would see them before opening their chats, of which one that is over is not even listed.
    for (const id of new Set(messages.map(({ conversation }) => conversation)))
      inBackground(this.timelines.open(id));
  }

  #newConnection(): LiveConnection {
    const { surface, WebSocket } = this.#options;
    const address = `${this.#baseUrl.replace(/^http/, 'ws')}${apiRoot}/socket?surface=${surface}`;
    return new LiveConnection({
      url: () => `${address}${this.#hooks.isIdle() ? '&idle=true' : ''}`,
      makeSocket: socketMaker(WebSocket, this.#token),
      timing: this.#timing,
      isSignedOut: () =>
        this.#request('load-self', {}).then(
          () => false,
          (fault: unknown) => hasCode(fault, 'not-signed-in'),
        ),
      onEvent: this.#hooks.onEvent,
      onState: this.#hooks.onState,
    });
  }

  #newOutbox(): Outbox {
    const { store } = this;
    return new Outbox({
      timing: this.#timing,
      queue: this.queue,
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
    const { store, outbox, conversations } = this;
    return new TimelineLoader({
      store,
      rest,
      timing: this.#timing,
      whenOnline: () => this.lineRest.opened(),
      confirm: (place, messages) => {
        // Neither an answer nor an event has told the list of it.
        if (outbox.confirm(place, messages)) inBackground(conversations.renew(place.conversation));
      },
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

  readonly submitReadMark = ({ conversation, interaction, seq }: ReadMark) =>
    this.connection.command('mark-read', {
      conversation,
      ...(interaction === null ? {} : { interaction }),
      seq,
    });

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
