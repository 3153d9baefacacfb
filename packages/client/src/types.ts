import type {
  ClientId,
  ConversationId,
  ConversationView,
  EventOf,
  ExplainView,
  HistoryPage,
  InteractionEnd,
  LogInAnswer,
  MessageBody,
  MessageView,
  PresenceView,
  Refusal,
  Roster,
  RosterPage,
  RosterQuery,
  SeatId,
  SeatStatus,
  SelfView,
  SessionId,
  SessionPage,
  SessionsQuery,
  SignInSurface,
  Stored,
} from '@tieline/protocol';
import type { Upload, UploadMethods, UploadStorage } from './uploads/upload-types.ts';

/**
 * `connecting`: the first time; `online`; `reconnecting`: lost, being brought back; `offline`: the browser has no
 * network; `signed-out`: the session is over, `reason` says why.
 */
export type Connection =
  | { state: 'connecting' | 'online' | 'offline' }
  | { state: 'reconnecting'; attempt: number }
  | { state: 'signed-out'; reason: string };

/**
 * A message of ours that the server has not stored yet. It keeps its client id until it is answered. `queued` with a
 * problem: the server could not take it so far, and is asked again.
 */
export interface PendingMessage {
  readonly clientId: ClientId;
  readonly body: MessageBody;
  readonly at: string;
  readonly state: 'queued' | 'sending' | 'refused' | 'failed';
  /** The sentence and rule of a refusal, or of a failure that can be tried again. */
  readonly refusal: Refusal | null;
  readonly problem: string | null;
  /** Of a file: its name. */
  readonly fileName: string | null;
}

/** A part of a conversation without gap or duplicate, in order of `seq`. */
export interface Stretch {
  readonly messages: readonly MessageView[];
  readonly hasBefore: boolean;
}

/** What is loaded of one conversation: its newest messages, and those around a place far above them. */
export interface Timeline extends Stretch {
  /** The interaction with which its places and changes begin (HIST-5); null: they begin with the conversation. */
  readonly interaction: number | null;
  readonly pending: readonly PendingMessage[];
  /** The messages around the place of `loadAround`, while others are missing between them and the newest ones. */
  readonly around: Stretch | null;
  readonly state: 'loading' | 'ready' | 'failed';
  /** Place up to which the reader had read when the timeline was opened: where the unread line is drawn. */
  readonly openedAtReadSeq: number;
  /** A notice about the newest own message, such as the one of DEL-4. */
  readonly notice: Stored['notice'];
}

/**
 * A chat that was here and has left the lists: its interaction is over (HIST-5), or the company was changed. Whoever was
 * writing in it still needs to know with whom, and why.
 */
export interface GoneChat {
  /** As it was, without a word of what was written in it. */
  readonly conversation: ConversationView;
  /** Who ended its interaction, and why; null where nobody has told so. */
  readonly end: { readonly reason: InteractionEnd; readonly by: SeatId } | null;
}

/** Everything that the client knows. Frozen: each change makes a new object, unchanged parts stay identical. */
export interface ClientState {
  readonly connection: Connection;
  readonly self: SelfView | null;
  /** A device without activity for so long reports itself idle; the server's setting. */
  readonly idleAfterSeconds: number;
  readonly conversations: ReadonlyMap<ConversationId, ConversationView>;
  readonly conversationsState: 'loading' | 'ready' | 'failed';
  /** Chats that have left the lists, until they are there again or {@link TielineClient.openConversation} opens them. */
  readonly goneChats: ReadonlyMap<ConversationId, GoneChat>;
  readonly timelines: ReadonlyMap<ConversationId, Timeline>;
  /** What was attached and is not sent yet, in order of attaching; a conversation without any is not in it. */
  readonly uploads: ReadonlyMap<ConversationId, readonly Upload[]>;
  /** Live presence of watched entries, keyed `${roster}:${seat}`. */
  readonly presence: ReadonlyMap<string, PresenceView>;
  /** Who is typing, where the rules pass it on. */
  readonly typing: ReadonlyMap<ConversationId, ReadonlySet<SeatId>>;
  /** How far the other has read, where the rules pass it on. */
  readonly receipts: ReadonlyMap<ConversationId, number>;
}

export interface ClientOptions {
  /** Origin of the server, such as `http://localhost:8400`. */
  readonly baseUrl: string;
  readonly surface: SignInSurface;
  /** Bearer token, as {@link logIn} answers it; without it the browser's cookie is used. */
  readonly token?: string | null;
  readonly fetch?: typeof globalThis.fetch;
  /** A WebSocket constructor; Node programs pass the one of `ws`. */
  readonly WebSocket?: unknown;
  /** Where messages that wait to be stored outlive the program. Without it they are in memory only. */
  readonly storage?: ClientStorage;
  /** Where files that are attached outlive the program. Without it they are in memory only. */
  readonly uploadStorage?: UploadStorage;
  /** Called once, when a storage fails; what is sent goes out all the same. Without it the fault is thrown aside. */
  readonly onStorageFault?: (fault: unknown) => void;
}

/**
 * A place for short texts by key, such as `localStorage` or files in a folder. Several clients may share it. What is
 * written must be there when `write` returns; all of it may throw.
 */
export interface ClientStorage {
  read(key: string): string | null;
  write(key: string, value: string): void;
  remove(key: string): void;
  keys(): readonly string[];
}

/** A message that somebody else has written, as {@link TielineClient.receive} hands it out. */
export interface Received {
  /** As it was when the message was handed out: with whom it is, and what may be done in it. */
  readonly conversation: ConversationView;
  readonly message: MessageView;
  /** Its words without any form, on whichever side it is read. */
  readonly text: string;
  /**
   * Answers in the conversation, as {@link TielineClient.send} does. The first answer to a message is the same message
   * whenever it is given, and so is the second: after a crash nobody is answered twice.
   */
  reply(body: string | MessageBody): Promise<Outcome>;
}

/** May be asynchronous: the next message of the conversation waits for it. */
export type Receiver = (received: Received) => unknown;

/** What became of a message that was sent. */
export type Outcome = 'stored' | 'refused' | 'failed';

/** The typed client. Framework-free: `subscribe` and `getState` are all that a view needs. */
export interface TielineClient extends UploadMethods {
  getState(): ClientState;
  /** Called after every change; returns the way to stop. */
  subscribe(listener: () => void): () => void;
  /**
   * Hands `receiver` every message that others write to this seat, each once: first what waited, that is, what is above
   * the read mark of a conversation, then each as it comes. Those of one conversation come in order, one when the one
   * before is done; then it is marked as read, also for the next run of the program. What was killed in the middle of a
   * message is handed it again, so answer with `reply`. A receiver that rejects is handed no more of that conversation, its
   * message stays unread, and the fault is thrown aside. Returns the way to stop.
   */
  receive(receiver: Receiver): () => void;
  /** Raw messages as they arrive live, own ones too, for sounds and notifications. It hears of nothing that waited: see {@link receive}. */
  onMessage(listener: (event: Omit<EventOf<'message'>, 'on'>) => void): () => void;

  /** An interaction ended: who ended it, and why. Told before the state changes. */
  onInteractionEnded(listener: (event: Omit<EventOf<'interaction-ended'>, 'on'>) => void): () => void;
  /** The company, or people in it, were changed, and what changed is being loaded: a roster that is shown should be as well. */
  onCompanyChanged(listener: () => void): () => void;

  connect(): void;
  close(): void;

  openConversation(seat: SeatId): Promise<ConversationView>;
  /** Loads the newest page of a conversation into its timeline and keeps it current. */
  openTimeline(conversation: ConversationId): Promise<void>;
  /** Loads the page before what is shown: before `around` where there is one, else before `messages`. */
  loadOlder(conversation: ConversationId): Promise<void>;
  /** Loads the page after `around`, until that meets the newest messages. */
  loadNewer(conversation: ConversationId): Promise<void>;
  /** Loads the messages before and after the place `seq`, however far back it is, in two pages. */
  loadAround(conversation: ConversationId, seq: number): Promise<void>;
  /** Ends `around`: the newest messages are shown again. */
  showNewest(conversation: ConversationId): void;
  /**
   * Puts the message into the timeline, and into the storage, at once; resolves when it is stored or refused. Stored
   * once, whatever the line does. `failed`: the server will never take it as it is, the session is over, or the
   * message was discarded or taken over by another instance.
   */
  send(conversation: ConversationId, body: MessageBody): Promise<Outcome>;
  retry(conversation: ConversationId, clientId: ClientId): void;
  discard(conversation: ConversationId, clientId: ClientId): void;
  markRead(conversation: ConversationId, seq: number): void;
  setTyping(conversation: ConversationId, typing: boolean): void;
  endInteraction(conversation: ConversationId): Promise<void>;
  setStatus(status: SeatStatus): Promise<void>;
  setIdle(idle: boolean): void;
  /** Adds entries to those whose presence is heard of; returns the way to remove them. Counted, so that two views may watch one entry. */
  watchPresence(entries: readonly { roster: Roster; seat: SeatId }[]): () => void;

  loadRoster(roster: Roster, query: RosterQuery): Promise<RosterPage>;
  loadHistory(
    conversation: ConversationId,
    query: { before?: number; after?: number; limit?: number },
  ): Promise<HistoryPage>;
  loadSessions(query: SessionsQuery): Promise<SessionPage>;
  revokeSession(session: SessionId): Promise<void>;
  /** Signs out every device of this person but this one. */
  revokeOtherSessions(): Promise<void>;
  explain(from: SeatId, to: SeatId): Promise<ExplainView>;
  logOut(): Promise<void>;
}

export interface LogInInput {
  readonly company: string;
  readonly email: string;
  readonly password: string;
  readonly side?: SignInSurface;
}
export type LogIn = (
  baseUrl: string,
  input: LogInInput & { credential?: 'cookie' | 'token' },
) => Promise<LogInAnswer>;
