import type {
  ClientId,
  CommandInput,
  ConversationId,
  ConversationView,
  EventOf,
  FreshReason,
  HistoryPage,
  HistoryQuery,
  MessageView,
  OfficeMessageView,
  Resumed,
  SeatId,
  SelfView,
  ServerEvent,
  SignInSurface,
  Stored,
} from '@tieline/protocol';
import { excerptOf } from '../../src/state/excerpt.ts';
import {
  agentSelf,
  conversationOf,
  conversationView,
  me,
  messageView,
  peer,
  seatOf,
  selfView,
} from '../cast.ts';
import { storedAs } from '../fake-server.ts';

type Kind = 'direct' | 'expert' | 'agent' | 'archive';

/** What is taken off the numbers of a chat for the reader; `interaction`: with which they begin. */
interface Numbering {
  readonly interaction: number | null;
  readonly seq: number;
  readonly rev: number;
}

const whole: Numbering = { interaction: null, seq: 0, rev: 0 };

function renumbered(message: MessageView, { seq, rev }: Numbering): MessageView {
  return { ...message, seq: message.seq - seq, rev: message.rev - rev };
}

interface Chat {
  readonly id: ConversationId;
  readonly kind: Kind;
  readonly messages: MessageView[];
  readonly byClientId: Map<ClientId, number>;
  /** The messages as they were sent. */
  readonly texts: string[];
  /** How many changes it has had. */
  rev: number;
  readSeq: number;
  interaction: ConversationView['interaction'];
  interactions: number;
  /** Of the running interaction. */
  numbering: Numbering;
  /** Of each message, as it was stored. */
  readonly numberings: Numbering[];
  /** Where in the log it changed last. */
  changedAt: number;
  /** How often the other one was renamed. */
  renamings: number;
  isStopped: boolean;
}

/** An event, and its place in the log of the company. */
export interface Told {
  readonly place: number;
  readonly event: ServerEvent;
  /** The line that has an answer instead. */
  readonly except: object | null;
}

const ownAgentSeat = seatOf(9);

/** What a server does, as one reader sees it, and nothing of how: the truth that clients are compared with. */
export class Company {
  readonly self: SelfView;
  readonly chats: readonly Chat[];
  readonly pageSize = 7;
  readonly window: number;
  readonly onTold: ((told: Told) => void)[] = [];
  place = 0;
  /** Tokens from before this place are too old. */
  oldest = 0;
  /** The places at which the company was changed. */
  readonly #changes: number[] = [];
  /** Where somebody was renamed last. */
  #renamedAt = 0;
  /** What the next resume is answered, whatever its token. */
  verdict: FreshReason | null = null;

  constructor(surface: SignInSurface, window: number) {
    this.window = window;
    this.self = surface === 'office' ? selfView({ hasArchive: true }) : agentSelf();
    const kinds: Kind[] =
      surface === 'office' ? ['direct', 'direct', 'archive'] : ['agent', 'agent', 'expert'];
    this.chats = kinds.map((kind, place) => ({
      id: conversationOf(place + 1),
      kind,
      messages: [],
      byClientId: new Map(),
      texts: [],
      rev: 0,
      readSeq: 0,
      interaction: null,
      interactions: 0,
      numbering: whole,
      numberings: [],
      changedAt: 0,
      renamings: 0,
      isStopped: false,
    }));
  }

  chat(id: ConversationId): Chat {
    const found = this.chats.find((chat) => chat.id === id);
    if (found === undefined) throw new Error(`no chat ${id}`);
    return found;
  }

  isListed(chat: Chat): boolean {
    return chat.kind === 'agent' ? chat.interaction !== null : chat.messages.length > 0;
  }

  viewOf(chat: Chat): ConversationView {
    const last = chat.messages.at(-1);
    const view = conversationView(chat.id);
    const may = { allowed: true, rule: 'START-1' } as const;
    const sentence = 'You and this agent are not in the same agent group.';
    const no = { allowed: false, rule: 'START-5', code: 'no-shared-group', sentence } as const;
    const ownSeat = chat.kind === 'archive' ? ownAgentSeat : me;
    const isUnread = ({ seq, from, change }: MessageView) =>
      seq > chat.readSeq && from.seat !== ownSeat && change !== 'deleted';
    // Between two interactions nothing is told, and in one nothing of those before it.
    const isOver = chat.kind === 'agent' && chat.interaction === null;
    const { numbering } = chat;
    const seen = isOver || last === undefined ? undefined : renumbered(last, numbering);
    return {
      ...view,
      kind: chat.kind === 'archive' ? 'expert' : chat.kind,
      archive: chat.kind === 'archive' ? { seat: ownAgentSeat, kind: 'agent', name: 'Mia' } : null,
      peer: { ...view.peer, name: `Ben ${this.#changes.length}.${chat.renamings}` },
      lastSeq: seen?.seq ?? 0,
      rev: isOver ? 0 : chat.rev - numbering.rev,
      lastAt: seen?.at ?? null,
      excerpt: seen === undefined ? '' : excerptOf(seen),
      excerptFrom: seen?.from.seat ?? null,
      readSeq: isOver ? 0 : Math.max(0, chat.readSeq - numbering.seq),
      unread: chat.kind === 'archive' ? 0 : Math.min(100, this.visible(chat).filter(isUnread).length),
      counts: chat.kind === 'archive' ? 'missed' : this.self.kind === 'agent' ? 'heard' : 'all',
      places: chat.kind === 'expert' ? this.window : null,
      phase: isOver ? 'over' : chat.kind === 'agent' ? 'running' : 'permanent',
      interaction: chat.interaction,
      abilities: { ...view.abilities, send: chat.isStopped ? no : may },
    };
  }

  /** What the reader may see of the messages. */
  visible(chat: Chat): readonly MessageView[] {
    if (chat.kind === 'expert') return chat.messages.slice(-this.window);
    if (chat.kind !== 'agent') return chat.messages;
    if (chat.interaction === null) return [];
    return chat.messages.slice(chat.numbering.seq);
  }

  /** The same, as the reader counts. */
  shown(chat: Chat): readonly MessageView[] {
    return this.visible(chat).map((message) => renumbered(message, chat.numbering));
  }

  /** `by`: the line that it came by, which has the answer instead of the event. */
  write(chat: Chat, from: SeatId, text: string, clientId = '' as ClientId, by: object | null = null): Stored {
    const place = (chat.byClientId.get(clientId) ?? 0) - 1;
    const [known, knownIn = whole] = [chat.messages[place], chat.numberings[place]];
    if (known !== undefined)
      return storedAs(chat.id, renumbered(known, knownIn), clientId, knownIn.interaction);
    const seq = chat.messages.length + 1;
    const ownId = from === me && clientId !== '' ? clientId : null;
    const rev = ++chat.rev;
    const message = { ...messageView(chat.id, seq, from, text, ownId), rev, at: new Date(seq).toISOString() };
    const begins = chat.kind === 'agent' && chat.interaction === null;
    if (begins) {
      chat.interaction = { number: ++chat.interactions, startedAt: message.at };
      chat.numbering = { interaction: chat.interactions, seq: seq - 1, rev: rev - 1 };
      chat.rev += 1;
    }
    const { numbering } = chat;
    chat.messages.push(message);
    chat.numberings.push(numbering);
    chat.texts.push(text);
    if (clientId !== '') chat.byClientId.set(clientId, seq);
    this.#log(chat);
    if (begins) this.#tell({ on: 'conversation', conversation: this.viewOf(chat) });
    const { interaction } = numbering;
    const told = renumbered(message, numbering);
    const loud = chat.kind !== 'archive';
    this.#tell({ on: 'message', conversation: chat.id, interaction, message: told, loud }, by);
    return storedAs(chat.id, told, clientId, interaction);
  }

  /** The message so far back from the newest one is edited, deleted or reacted to. */
  alter(chat: Chat, back: number, how: 'edit' | 'delete' | 'react'): void {
    const place = chat.messages.length - 1 - back;
    const before = chat.messages[place];
    if (before?.surface !== 'office' || before.change === 'deleted') return;
    // Of an earlier interaction nothing is changed.
    const isSeen = this.visible(chat).includes(before);
    if (!isSeen && chat.kind === 'agent') return;
    const rev = ++chat.rev;
    const message = { ...before, rev, ...altered(before, how) };
    chat.messages[place] = message;
    this.#log(chat);
    const { interaction } = chat.numbering;
    const numbered = { conversation: chat.id, interaction };
    if (isSeen)
      this.#tell({ on: 'message-changed', ...numbered, message: renumbered(message, chat.numbering) });
    else this.#tell({ on: 'unreadable-change', ...numbered, rev: rev - chat.numbering.rev });
  }

  /** `place`: as the reader counts, in the interaction that the reader names. */
  read(chat: Chat, place: number, interaction: number | null = chat.numbering.interaction): void {
    const { numbering } = chat;
    const seq = place + numbering.seq;
    if (interaction !== numbering.interaction || (chat.kind === 'agent' && chat.interaction === null)) return;
    if (seq <= chat.readSeq || seq > chat.messages.length) return;
    // What is not seen any more cannot be read any more.
    if (seq < (this.visible(chat)[0]?.seq ?? Infinity)) return;
    chat.readSeq = seq;
    this.#log(chat);
    const { unread } = this.viewOf(chat);
    this.#tell({ on: 'read', conversation: chat.id, interaction, seq: place, unread });
  }

  end(chat: Chat): void {
    if (chat.interaction === null) return;
    const { number } = chat.interaction;
    chat.interaction = null;
    chat.rev += 1;
    this.#log(chat);
    this.#tell({
      on: 'interaction-ended',
      conversation: chat.id,
      number,
      rev: chat.rev - chat.numbering.rev,
      reason: 'ended-by-agent',
      by: peer,
      unheardFrom: null,
      unheard: [],
    });
  }

  /** The administrators changed something: names, and whether somebody may be written to. */
  change(stopped: ConversationId | null): void {
    for (const chat of this.chats) chat.isStopped = chat.id === stopped;
    this.place += 1;
    this.#changes.push(this.place);
    this.#tell({ on: 'company-changed' });
  }

  /** The administrators rename the other one of a chat. */
  rename(chat: Chat): void {
    chat.renamings += 1;
    this.place += 1;
    this.#renamedAt = this.place;
    // Between two interactions nothing is told of an agent chat.
    if (this.isListed(chat)) chat.changedAt = this.place;
    this.#tell({ on: 'roster-changed', conversations: this.isListed(chat) ? [chat.id] : [] });
  }

  listed(list: 'own' | 'archive'): ConversationView[] {
    const isWanted = (chat: Chat) =>
      (chat.kind === 'archive') === (list === 'archive') && this.isListed(chat);
    return this.chats.filter(isWanted).map((chat) => this.viewOf(chat));
  }

  page(chat: Chat, query: HistoryQuery): HistoryPage {
    const isOver = chat.kind === 'agent' && chat.interaction === null;
    const numbering = isOver ? whole : chat.numbering;
    const isOther = query.interaction !== undefined && query.interaction !== numbering.interaction;
    const { limit = this.pageSize } = query;
    const before = isOther ? undefined : query.before;
    const after = query.after === undefined ? undefined : isOther ? 0 : query.after;
    const since = query.since === undefined ? undefined : isOther ? 0 : query.since;
    const all = this.shown(chat);
    const wanted = all.filter(({ seq }) => seq < (before ?? Infinity) && seq > (after ?? -1));
    const size = Math.min(limit, this.pageSize);
    const messages = after === undefined ? wanted.slice(-size) : wanted.slice(0, size);
    const last = messages.at(-1)?.seq ?? after ?? 0;
    const first = messages[0]?.seq ?? (after ?? 0) + 1;
    return {
      interaction: numbering.interaction,
      messages,
      hasBefore: all.some(({ seq }) => seq < first),
      hasAfter: messages.length > 0 && all.some(({ seq }) => seq > last),
      rev: isOver ? 0 : chat.rev - numbering.rev,
      from: all[0]?.seq ?? null,
      changed: this.#changedSince(all, after, since),
      rule: 'HIST-1',
    };
  }

  /** Too many are none: what is held has to be loaded anew. */
  #changedSince(all: readonly MessageView[], after = 0, since = Infinity): MessageView[] | null {
    const isChanged = (message: MessageView) =>
      message.change !== null || (message.surface === 'office' && message.reactions.length > 0);
    const changed = all.filter(
      (message) => message.seq <= after && message.rev > since && isChanged(message),
    );
    return changed.length > this.pageSize ? null : changed;
  }

  tokenAt(place: number): string {
    return [this.self.seat, place, this.#changes.filter((change) => change <= place).length].join('/');
  }

  resume({ token, timelines }: CommandInput<'resume'>): Resumed {
    const reason = this.#judge(token);
    const resumedAt = Number(token?.split('/')[1] ?? 0);
    const changed = this.chats.filter(({ changedAt }) => reason === null && changedAt > resumedAt);
    return {
      token: this.tokenAt(this.place),
      outcome: reason === null ? 'resumed' : 'fresh',
      reason,
      conversations: changed.filter((chat) => this.isListed(chat)).map((chat) => this.viewOf(chat)),
      gone: changed.filter((chat) => !this.isListed(chat)).map(({ id }) => id),
      ends: changed
        .filter((chat) => !this.isListed(chat) && chat.interactions > 0)
        .map(({ id, interactions, numbering, rev }) => ({
          conversation: id,
          number: interactions,
          rev: rev - numbering.rev,
          reason: 'ended-by-agent' as const,
          by: peer,
          unheardFrom: null,
          unheard: [],
        })),
      rosterChanged: reason === null ? this.#renamedAt > resumedAt : reason !== 'first',
      timelines: timelines.map(({ conversation, interaction, after, since }) => ({
        conversation,
        page: this.page(this.chat(conversation), {
          after,
          ...(since === undefined ? {} : { since }),
          ...(interaction ? { interaction } : {}),
        }),
      })),
    };
  }

  #judge(token: string | null): FreshReason | null {
    if (this.verdict !== null) {
      const given = this.verdict;
      this.verdict = null;
      return given;
    }
    if (token === null) return 'first';
    const [seat, place, rules] = token.split('/');
    if (seat !== this.self.seat) return 'foreign';
    if (Number(place) > this.place) return 'future';
    if (Number(place) < this.oldest) return 'too-old';
    return Number(rules) === this.#changes.length ? null : 'rules-changed';
  }

  #log(chat: Chat): void {
    this.place += 1;
    chat.changedAt = this.place;
  }

  #tell(event: Exclude<ServerEvent, EventOf<'welcome'>>, except: object | null = null): void {
    for (const told of this.onTold) told({ place: this.place, event, except });
  }
}

function altered(before: OfficeMessageView, how: 'edit' | 'delete' | 'react'): Partial<OfficeMessageView> {
  if (how === 'edit') return { text: `${before.text}!`, change: 'edited' };
  if (how === 'delete') return { text: '', change: 'deleted', reactions: [] };
  const count = (before.reactions[0]?.count ?? 0) + 1;
  return { reactions: [{ emoji: '👍', count, by: [peer] }] };
}
