import type {
  Ability,
  ClientId,
  ConsoleMessageView,
  ConversationId,
  ConversationView,
  EntryView,
  FileId,
  OfficeMessageView,
  SeatId,
  SelfView,
  SessionId,
} from '@tieline/protocol';
import { messageIdOf } from '@tieline/protocol';

// The people and things of the examples: Ada, an agent, asks Erik, who knows about customs.

const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const ada = idOf(1) as SeatId;
export const erik = idOf(2) as SeatId;
export const session = idOf(20) as SessionId;
export const chat = idOf(30) as ConversationId;
export const file = idOf(40) as FileId;
export const clientId = '0192f0c4-7e55-7000-8000-5b9d1c1c2f3a' as ClientId;
export const moment = '2026-03-02T08:15:00.000Z';
/** Stands for tokens and cursors, whose text means something to the server only. */
export const opaque = 'b3BhcXVl';

export const allowed = (rule: string): Ability => ({ allowed: true, rule });
export const refusal = {
  rule: 'DEL-3',
  code: 'receiver-logged-out',
  sentence: 'This agent is logged out. Agent chats need both of you to be logged in.',
} as const;

export const self: SelfView = {
  seat: erik,
  kind: 'office',
  surface: 'office',
  name: 'Erik Solberg',
  email: 'erik@harbor.example',
  title: 'Customs expert',
  supervisor: false,
  administrator: false,
  session,
  company: { slug: 'harbor', name: 'Harbor Logistics', mode: 3, release: '9.10' },
  status: 'available',
  statusSince: moment,
  statusChoices: ['available', 'busy', 'away', 'do-not-disturb', 'invisible'],
  rosters: ['office'],
  hasArchive: false,
  files: { largest: 104_857_600, scanned: null },
};

export const entry: EntryView = {
  seat: ada,
  kind: 'agent',
  name: 'Ada Okafor',
  title: 'Support agent',
  department: 'Customer Care',
  supervisor: false,
  groups: [],
  presence: { word: 'online', since: null },
  start: allowed('START-2'),
};

const noSignal = { allowed: false, rule: 'SIG-5' } as const;
export const noTyping = {
  ...noSignal,
  code: 'no-typing-here',
  sentence: 'Typing indicators are not passed on in this conversation.',
} as const;
export const noReceipts = {
  ...noSignal,
  code: 'no-receipts-here',
  sentence: 'Read receipts are not passed on in this conversation.',
} as const;

export const conversation: ConversationView = {
  id: chat,
  kind: 'expert',
  archive: null,
  peer: {
    seat: ada,
    kind: 'agent',
    name: 'Ada Okafor',
    title: 'Support agent',
    roster: 'office',
    presence: { word: 'online', since: null },
  },
  lastSeq: 2,
  rev: 3,
  lastAt: moment,
  excerpt: 'Yes, it is stamped.',
  excerptFrom: erik,
  readSeq: 2,
  peerReadSeq: null,
  unread: 0,
  counts: 'all',
  places: null,
  whileAway: { fate: 'waits', rule: 'DEL-2' },
  section: 'chats',
  phase: 'permanent',
  interaction: null,
  abilities: {
    send: allowed('START-2'),
    rich: {
      allowed: false,
      rule: 'CONT-2',
      code: 'rich-not-from-office',
      sentence: 'The office app writes plain text.',
    },
    files: allowed('CONT-4'),
    typing: noTyping,
    receipts: noReceipts,
    end: allowed('HIST-5'),
  },
};

export const officeMessage: OfficeMessageView = {
  surface: 'office',
  id: messageIdOf(chat, 2),
  seq: 2,
  rev: 3,
  at: moment,
  from: { seat: erik, kind: 'office', name: 'Erik Solberg' },
  clientId: null,
  text: 'Yes, it is stamped.',
  excerpt: null,
  formatted: null,
  change: null,
  reactions: [],
  file: null,
  fate: null,
};

export const consoleMessage: ConsoleMessageView = {
  surface: 'console',
  id: messageIdOf(chat, 1),
  seq: 1,
  rev: 1,
  at: moment,
  from: { seat: ada, kind: 'agent', name: 'Ada Okafor' },
  clientId: null,
  html: '<p>Is the form <strong>stamped</strong>?</p>',
  excerpt: 'Is the form stamped?',
  change: null,
  file: null,
  missed: false,
};
