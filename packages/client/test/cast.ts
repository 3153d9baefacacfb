import type {
  ClientId,
  ConversationId,
  ConversationView,
  EntryView,
  EventOf,
  MessageView,
  SeatId,
  SelfView,
  SessionId,
} from '@tieline/protocol';
import { messageIdOf } from '@tieline/protocol';

export const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const seatOf = (number: number) => idOf(number) as SeatId;
export const conversationOf = (number: number) => idOf(1000 + number) as ConversationId;

export const me = seatOf(1);
export const peer = seatOf(2);
const at = '2026-01-01T00:00:00.000Z';
const may = { allowed: true, rule: 'START-1' } as const;

export function selfView(over: Partial<SelfView> = {}): SelfView {
  return {
    seat: me,
    kind: 'office',
    surface: 'office',
    name: 'Mia',
    email: 'mia@example.test',
    title: '',
    supervisor: false,
    administrator: false,
    session: idOf(500) as SessionId,
    company: { slug: 'harbor', name: 'Harbor', mode: 3, release: '9.10' },
    status: 'available',
    statusSince: at,
    statusChoices: ['available', 'busy'],
    rosters: ['office'],
    hasArchive: false,
    files: { largest: 1_000_000, scanned: null },
    ...over,
  };
}

export const agentSelf = () =>
  selfView({ kind: 'agent', surface: 'console', rosters: ['agents', 'directory'] });

const consoleSections: Partial<Record<string, ConversationView['section']>> = {
  expert: 'expert-chats',
  agent: 'agent-chats',
};

export function conversationView(id: ConversationId, over: Partial<ConversationView> = {}): ConversationView {
  const { kind = 'direct', archive = null, interaction = null } = over;
  const phase = interaction === null ? 'over' : 'running';
  return {
    id,
    kind: 'direct',
    archive: null,
    peer: {
      seat: peer,
      kind: 'office',
      name: 'Ben',
      title: '',
      roster: 'office',
      presence: { word: 'online', since: null },
    },
    lastSeq: 0,
    rev: over.lastSeq ?? 0,
    lastAt: null,
    excerpt: '',
    excerptFrom: null,
    readSeq: 0,
    peerReadSeq: null,
    unread: 0,
    counts: 'all',
    places: null,
    whileAway: null,
    section: archive === null ? (consoleSections[kind] ?? 'chats') : 'archive',
    phase: kind === 'agent' && archive === null ? phase : 'permanent',
    interaction: null,
    abilities: { send: may, rich: may, files: may, typing: may, receipts: may, end: may },
    ...over,
  };
}

export function entryView(number: number, over: Partial<EntryView> = {}): EntryView {
  return {
    seat: seatOf(number),
    kind: 'office',
    name: `Person ${number}`,
    title: '',
    department: '',
    supervisor: false,
    groups: [],
    presence: { word: 'online', since: null },
    start: may,
    ...over,
  };
}

export function messageView(
  conversation: ConversationId,
  seq: number,
  from: SeatId = peer,
  text = `text ${seq}`,
  clientId: ClientId | null = null,
): MessageView {
  return {
    surface: 'office',
    id: messageIdOf(conversation, seq),
    seq,
    rev: seq,
    at,
    from: { seat: from, kind: 'office', name: from },
    clientId,
    text,
    excerpt: null,
    formatted: null,
    change: null,
    reactions: [],
    file: null,
    fate: null,
  };
}

export const messageEvent = (
  conversation: ConversationId,
  message: MessageView,
  loud = true,
  interaction: number | null = null,
) => ({ on: 'message', conversation, interaction, message, loud }) as const;

/** The first interaction of an agent chat is over. */
export const interactionEnded = (
  conversation: ConversationId,
  reason: EventOf<'interaction-ended'>['reason'],
  by: SeatId = peer,
): EventOf<'interaction-ended'> => ({
  on: 'interaction-ended',
  conversation,
  number: 1,
  rev: 9,
  reason,
  by,
  unheardFrom: null,
  unheard: [],
});

export const seqsOf = (messages: readonly MessageView[]) => messages.map(({ seq }) => seq);
export const textsOf = (messages: readonly MessageView[]) =>
  messages.map((message) => (message.surface === 'office' ? message.text : message.html));

/** The whole numbers from `first` to `last`. */
export const range = (first: number, last: number) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => first + place);

/** What a view says of an agent chat whose `interaction` runs; null: none does. */
export function agentChat(
  interaction: ConversationView['interaction'],
): Pick<ConversationView, 'kind' | 'section' | 'phase' | 'interaction'> {
  return {
    kind: 'agent',
    section: 'agent-chats',
    phase: interaction === null ? 'over' : 'running',
    interaction,
  };
}
