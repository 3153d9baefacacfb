import type { ConversationKind, Options, QueueId, RefusalCode } from '@tieline/protocol';
import type { Decision } from './decision.ts';
import { decideExplain } from './explain.ts';
import {
  customer,
  dana,
  deactivated,
  harbor,
  interactionOf,
  loggedOut,
  maya,
  noInteraction,
  priya,
  queueOf,
  roomOf,
  sales,
  sam,
  stranger,
  support,
  tenantOf,
  tom,
  withOffice,
} from './facts.fixture.ts';
import type { Party, SeatFacts, TenantFacts } from './facts.ts';
import type { RuleId } from './rule-ids.ts';
import { decideReadRefusals } from './rules/administration.ts';
import { type Author, type BodyKind, decideBody, decideFileForm } from './rules/content.ts';
import {
  decideEnd,
  decideHeard,
  decideRepeat,
  decideSend,
  decideWrittenIn,
  type SendFacts,
} from './rules/delivery.ts';
import {
  decideEarlierChats,
  decideHistory,
  decideWithinHistory,
  type HistoryFacts,
} from './rules/history.ts';
import { decideStart } from './rules/messaging.ts';
import {
  decideLiveMonitor,
  decideRetention,
  decideTranscript,
  type MonitorFacts,
} from './rules/monitoring.ts';
import { classicOptions } from './rules/options.ts';
import { decideStatus } from './rules/presence.ts';
import { decideAgentLost, decideChatAct, decideOffer, decideVisitor } from './rules/queues.ts';
import { decideRoomAct, decideRoomWrite, type RoomActor } from './rules/rooms.ts';
import { decideSignal, type SignalFacts } from './rules/signals.ts';
import { decideArchive, decideKind, decideLogIn, decideSameTenant } from './rules/tenancy.ts';

/*
 * Every no of every decision, one case for each rule and code, written by hand from RULES.md and never computed. A
 * code that no case gives, and a no that no case has, fails in every-decision.test.ts.
 */

/** A rule and a code. */
export type RefusalLine = `${RuleId} ${RefusalCode}`;

export interface RefusalCase {
  readonly is: RefusalLine;
  /** What the case is, for whoever reads a failure. */
  readonly when: string;
  readonly answer: Decision;
}

const no = (is: RefusalLine, when: string, answer: Decision): RefusalCase => ({ is, when, answer });

const start = (from: Party, to: Party, tenant: TenantFacts = harbor): Decision =>
  decideStart(tenant, from, to);

const roomSend = (change: Parameters<typeof roomOf>[0], sender: SeatFacts = priya): Partial<SendFacts> => ({
  sender,
  target: { to: 'room', room: roomOf(change) },
});

/** Priya, in the office, writes plain text to the agent Maya. */
const send = (change: Partial<SendFacts>): Decision =>
  decideSend({
    tenant: harbor,
    sender: priya,
    relation: 'member',
    body: 'plain',
    ...seatSend(maya),
    ...change,
  });

function seatSend(
  receiver: SeatFacts,
  kind: 'direct' | 'expert' | 'agent' = 'expert',
): Pick<SendFacts, 'target'> {
  return { target: { to: 'seat', kind, receiver, interaction: noInteraction } };
}

const customerSend = (
  change: Partial<Extract<SendFacts['target'], { to: 'customer' }>>,
): Pick<SendFacts, 'target'> => ({
  target: {
    to: 'customer',
    customer,
    interaction: interactionOf('customer'),
    assignedTo: maya.seat,
    ...change,
  },
});

/** A supervisor of everything, at a monitored agent chat of Sales that runs. */
const look = (change: Partial<MonitorFacts> = {}): MonitorFacts => ({
  viewer: { kind: 'agent', supervisor: true },
  assignedGroups: [],
  assignedQueues: [],
  kind: 'agent',
  groups: [sales],
  queue: null,
  stamp: { monitored: true, transcript: true },
  running: true,
  ...change,
});

const everythingOpen: Options = {
  typing_across: 'on',
  agent_signals: 'on',
  agent_files: 'on',
  agent_presence_in_office: 'coarse',
  office_receipts: 'on',
};

/** Of an agent chat in a company that opens all that options can. */
const signal = (name: 'typing' | 'receipt', change: Partial<SignalFacts> = {}): Decision =>
  decideSignal({
    signal: name,
    kind: 'agent',
    options: everythingOpen,
    from: 'agent',
    to: 'agent',
    relation: 'member',
    invisible: false,
    ...change,
  });

const signalClosed = (name: 'typing' | 'receipt', change: Partial<SignalFacts> = {}): Decision =>
  signal(name, { options: classicOptions, ...change });

const inDirect = { kind: 'direct', from: 'office', to: 'office' } as const;
const inExpert = { kind: 'expert', from: 'agent', to: 'office' } as const;
const unreceipted = { ...everythingOpen, office_receipts: 'off' } as const;

const body = (author: Author, kind: ConversationKind, of: BodyKind): Decision =>
  decideBody({ author, kind, body: of, options: classicOptions });

const member: RoomActor = { kind: 'office', role: 'member', invited: false, otherOwners: 1 };
const outsider: RoomActor = { ...member, role: 'none' };
const open = { visibility: 'public' } as const;
const closed = { visibility: 'private' } as const;
const token = (id: string) => ({ by: 'token', id }) as const;
const ended = { agent: maya.seat, assignedTo: maya.seat, running: false };
const read = { tenant: harbor, relation: 'member', lastSeq: 9 } as const;

const placeOf = (facts: HistoryFacts, seq: number): Decision =>
  decideWithinHistory(decideHistory(facts), seq);

/** What starts no conversation, whoever asks: `decideStart` says it, and `decideSend` again for the next message. */
const doors = (ask: (from: SeatFacts, to: SeatFacts, tenant?: TenantFacts) => Decision): RefusalCase[] => [
  no('START-12 to-yourself', 'an entry and itself', ask(priya, priya)),
  no(
    'START-12 to-own-seat',
    'the agent entry of the sender',
    ask(priya, { ...maya, officeSeat: priya.seat }),
  ),
  no('START-12 sender-deactivated', 'the sender is gone', ask(deactivated(priya), maya)),
  no('START-12 receiver-deactivated', 'the receiver is gone', ask(priya, deactivated(maya))),
  no('START-12 receiver-deactivated', 'another company', ask(priya, { ...maya, tenant: stranger })),
  no('TEN-2 no-office-side', 'mode 1', ask(priya, tom, tenantOf(1))),
  no('START-2 needs-mode-3', 'mode 2, office to agent', ask(priya, maya, tenantOf(2))),
  no('START-7 needs-mode-3', 'mode 2, agent to office', ask(maya, priya, tenantOf(2))),
  no('START-5 no-shared-group', 'mode 2, two groups', ask(maya, sam, tenantOf(2))),
  no('START-8 reach-at-office-entry', 'the agent has an office entry', ask(maya, withOffice(sam))),
];

/** What has no history at all, whichever place of it is asked for. */
const noHistory = (ask: (facts: HistoryFacts) => Decision): RefusalCase[] => [
  no(
    'TEN-2 needs-mode-3',
    'an expert chat in mode 2',
    ask({ ...read, tenant: tenantOf(2), kind: 'expert', side: 'office' }),
  ),
  no(
    'TEN-2 no-office-side',
    'a direct chat in mode 1',
    ask({ ...read, tenant: tenantOf(1), kind: 'direct' }),
  ),
  no('MON-1 never-monitored', 'a monitor', ask({ ...read, kind: 'direct', relation: 'monitor' })),
  no(
    'HIST-6 not-a-member',
    'an archive of a direct chat',
    ask({ ...read, kind: 'direct', relation: 'archive' }),
  ),
  no(
    'HIST-5 no-interaction',
    'an agent chat between two interactions',
    ask({ ...read, kind: 'agent', interaction: noInteraction }),
  ),
  no(
    'HIST-8 no-interaction',
    'a customer chat that is over',
    ask({ ...read, kind: 'customer', interaction: noInteraction }),
  ),
];

/** By the name of the decision. Those that are not here say no to nothing. */
export const refusalCases: Readonly<Record<string, readonly RefusalCase[]>> = {
  decideAgentLost: [no('CUST-5 no-interaction', 'the chat is over', decideAgentLost({ running: false }))],
  decideArchive: [
    no('TEN-2 needs-mode-3', 'mode 2', decideArchive(tenantOf(2))),
    no('TEN-2 no-office-side', 'mode 1', decideArchive(tenantOf(1))),
  ],
  decideBody: [
    no('CONT-2 rich-not-from-office', 'office', body('office', 'expert', 'rich')),
    no('CONT-4 files-not-from-console', 'agent', body('agent', 'expert', 'file')),
    no(
      'OPT-4 files-not-in-conversation',
      'a customer chat, where the company lets agents send files',
      decideBody({ author: 'agent', kind: 'customer', body: 'file', options: everythingOpen }),
    ),
    no('CONT-4 files-not-in-conversation', 'agent chat', body('office', 'agent', 'file')),
    no('CONT-7 files-not-from-customers', 'customer', body('customer', 'customer', 'file')),
    no('CONT-7 rich-not-from-customers', 'customer', body('customer', 'customer', 'rich')),
  ],
  decideChatAct: [
    no('CUST-4 no-interaction', 'the chat is over', decideChatAct('close', ended)),
    no(
      'CUST-4 not-the-agent',
      'the chat of another agent',
      decideChatAct('close', { ...ended, running: true, assignedTo: sam.seat }),
    ),
  ],
  decideEarlierChats: [
    no(
      'HIST-8 earlier-chats-off',
      'the company does not allow it',
      decideEarlierChats({ customerKnown: true, tenantAllows: false }),
    ),
  ],
  decideEnd: [
    no(
      'HIST-6 read-only-archive',
      'from the archive',
      decideEnd({ kind: 'agent', relation: 'archive', interaction: interactionOf(maya.seat) }),
    ),
    no(
      'SIG-3 not-a-member',
      'a supervisor who looks on',
      decideEnd({ kind: 'agent', relation: 'monitor', interaction: interactionOf(maya.seat) }),
    ),
    no(
      'HIST-5 no-interaction',
      'nothing runs',
      decideEnd({ kind: 'agent', relation: 'member', interaction: noInteraction }),
    ),
  ],
  decideExplain: [no('EXPL-2 not-an-administrator', 'anybody', decideExplain({ administrator: false }))],
  decideHeard: [
    no('DEL-3 reached-no-device', 'lost with the line', decideHeard({ reader: 'stayed', heard: false })),
  ],
  decideFileForm: [
    no(
      'CONT-1 no-previews-here',
      'an image of rich text',
      decideFileForm({ reader: 'office', use: 'image', form: 'thumbnail' }),
    ),
    no(
      'CONT-5 no-previews-here',
      'a file in the console',
      decideFileForm({ reader: 'agent', use: 'file', form: 'thumbnail' }),
    ),
  ],
  decideHistory: noHistory(decideHistory),
  decideKind: [
    no('TEN-2 needs-mode-3', 'an expert chat in mode 2', decideKind(tenantOf(2), 'expert')),
    no('TEN-2 no-office-side', 'a room in mode 1', decideKind(tenantOf(1), 'room')),
  ],
  decideLiveMonitor: [
    ...(['direct', 'room', 'expert'] satisfies ConversationKind[]).map((kind) =>
      no('MON-1 never-monitored', kind, decideLiveMonitor(look({ kind }))),
    ),
    no(
      'MON-5 not-a-supervisor',
      'an agent',
      decideLiveMonitor(look({ viewer: { kind: 'agent', supervisor: false } })),
    ),
    no('MON-5 not-assigned', 'another group', decideLiveMonitor(look({ assignedGroups: [support] }))),
    no(
      'MON-5 not-assigned',
      'another queue',
      decideLiveMonitor(look({ kind: 'customer', queue: 'a' as QueueId, assignedQueues: ['b' as QueueId] })),
    ),
    no(
      'MON-2 policy-off',
      'the policy is off, while it runs',
      decideLiveMonitor(look({ stamp: { monitored: false, transcript: true } })),
    ),
    no('MON-6 interaction-over', 'it is over', decideLiveMonitor(look({ running: false }))),
  ],
  decideLogIn: [no('TEN-2 no-office-side', 'mode 1', decideLogIn(tenantOf(1), 'office'))],
  decideOffer: [
    no(
      'CUST-2 rejecting-not-allowed',
      'the company does not allow it',
      decideOffer('reject', { rejectingAllowed: false }),
    ),
  ],
  decideReadRefusals: [
    no('EXPL-4 not-an-administrator', 'anybody', decideReadRefusals({ administrator: false })),
  ],
  decideRepeat: [no('DEL-6 client-id-reused', 'another content', decideRepeat({ sameMessage: false }))],
  decideRetention: [
    no(
      'MON-8 retention-over',
      'its time is over',
      decideRetention({ endedAt: 0, now: 86_400_000, retentionDays: 1 }),
    ),
  ],
  decideRoomAct: [
    no('ROOM-1 no-rooms-for-agents', 'an agent', decideRoomAct('find', open, { ...member, kind: 'agent' })),
    no('ROOM-1 not-invited', 'a private room', decideRoomAct('join', closed, outsider)),
    no('ROOM-2 owner-only', 'a member', decideRoomAct('rename', open, member)),
    no(
      'ROOM-2 last-owner',
      'the only owner',
      decideRoomAct('leave', open, { ...member, role: 'owner', otherOwners: 0 }),
    ),
    no('ROOM-3 not-a-member', 'not joined', decideRoomAct('read', open, outsider)),
  ],
  decideRoomWrite: [
    no('ROOM-3 not-a-member', 'not joined', decideRoomWrite(roomOf())),
    no('ROOM-2 room-archived', 'archived', decideRoomWrite(roomOf({ member: true, archived: true }))),
  ],
  decideSameTenant: [
    no(
      'START-12 receiver-deactivated',
      'another company',
      decideSameTenant(harbor, priya, { ...maya, tenant: stranger }),
    ),
  ],
  decideSend: [
    ...doors((sender, receiver, tenant = harbor) => send({ sender, tenant, ...seatSend(receiver) })),
    no('HIST-6 read-only-archive', 'from the archive', send({ relation: 'archive' })),
    no('SIG-3 not-a-member', 'a supervisor who looks on', send({ relation: 'monitor' })),
    no('DEL-1 sender-logged-out', 'the sender is logged out', send({ sender: loggedOut(priya) })),
    no(
      'DEL-3 receiver-logged-out',
      'between agents',
      send({ sender: dana, ...seatSend(loggedOut(maya), 'agent') }),
    ),
    no('START-3 office-never-customer', 'office', send(customerSend({ assignedTo: priya.seat }))),
    no(
      'HIST-8 no-interaction',
      'the customer is gone',
      send({ sender: maya, ...customerSend({ interaction: noInteraction }) }),
    ),
    no('CUST-3 not-the-agent', 'the chat of another agent', send({ sender: sam, ...customerSend({}) })),
    no('START-11 no-rooms-for-agents', 'an agent', send(roomSend({ member: true }, maya))),
    no('START-10 not-invited', 'a private room', send(roomSend({ visibility: 'private' }))),
    no('ROOM-3 not-a-member', 'not joined', send(roomSend({}))),
    no('ROOM-2 room-archived', 'archived', send(roomSend({ member: true, archived: true }))),
    no('CONT-2 rich-not-from-office', 'rich text from the office', send({ body: 'rich' })),
    no(
      'CONT-4 files-not-from-console',
      'a file from the console',
      send({ sender: maya, body: 'file', ...seatSend(priya) }),
    ),
    no(
      'CONT-4 files-not-in-conversation',
      'a file in an agent chat',
      send({ body: 'file', ...seatSend(maya, 'agent') }),
    ),
  ],
  decideSignal: [
    no('SIG-5 no-typing-here', 'expert chat', signalClosed('typing', inExpert)),
    no('SIG-5 no-receipts-here', 'expert chat, whatever the company opens', signal('receipt', inExpert)),
    no('SIG-6 no-typing-here', 'agent chat', signalClosed('typing')),
    no('SIG-6 no-receipts-here', 'agent chat', signalClosed('receipt')),
    no(
      'OPT-6 no-receipts-here',
      'the company shows none',
      signal('receipt', { ...inDirect, options: unreceipted }),
    ),
    no('SIG-3 no-typing-here', 'a supervisor who looks on', signal('typing', { relation: 'monitor' })),
    no('SIG-3 no-receipts-here', 'a supervisor who looks on', signal('receipt', { relation: 'monitor' })),
    no('HIST-7 no-typing-here', 'from the archive', signal('typing', { relation: 'archive' })),
    no('HIST-7 no-receipts-here', 'from the archive', signal('receipt', { relation: 'archive' })),
    no('SIG-9 invisible-sends-nothing', 'invisible', signal('typing', { ...inDirect, invisible: true })),
  ],
  decideStart: [
    ...doors((from, to, tenant) => start(from, to, tenant)),
    no('START-3 office-never-customer', 'office', start(priya, customer)),
    no('START-4 customers-start-chats', 'agent', start(maya, customer)),
    no('START-9 customer-only-queue', 'customer', start(customer, maya)),
    no('START-9 queue-closed', 'a closed queue', start(customer, queueOf(false))),
    no('START-10 not-invited', 'a private room', start(priya, roomOf({ visibility: 'private' }))),
    no('START-11 no-rooms-for-agents', 'an agent', start(maya, roomOf())),
  ],
  decideStatus: [
    no('PRES-1 status-of-other-side', 'office', decideStatus('office', 'on-break')),
    no('PRES-4 status-of-other-side', 'agent', decideStatus('agent', 'invisible')),
    no('PRES-4 status-set-by-system', 'agent', decideStatus('agent', 'wrap-up')),
  ],
  decideTranscript: [
    no('MON-1 never-monitored', 'expert chat', decideTranscript(look({ kind: 'expert', running: false }))),
    no(
      'MON-5 not-a-supervisor',
      'an agent',
      decideTranscript(look({ viewer: { kind: 'agent', supervisor: false }, running: false })),
    ),
    no(
      'MON-5 not-assigned',
      'another group',
      decideTranscript(look({ assignedGroups: [support], running: false })),
    ),
    no('MON-6 interaction-running', 'it still runs', decideTranscript(look())),
    no(
      'MON-6 policy-off',
      'it is over, and the policy was off',
      decideTranscript(look({ running: false, stamp: { monitored: true, transcript: false } })),
    ),
  ],
  decideWithinHistory: [
    ...noHistory((facts) => placeOf(facts, 9)),
    no(
      'HIST-2 outside-history',
      'before one joined the room',
      placeOf({ ...read, kind: 'room', visibility: 'private', sharesEarlier: false, joinedSeq: 5 }, 4),
    ),
    no(
      'HIST-4 outside-history',
      'before the last 30',
      placeOf({ ...read, tenant: tenantOf(3, '9.9'), kind: 'expert', side: 'agent', lastSeq: 31 }, 1),
    ),
    no(
      'HIST-5 outside-history',
      'before the interaction of an agent chat',
      placeOf({ ...read, kind: 'agent', interaction: interactionOf(maya.seat) }, 40),
    ),
    no(
      'HIST-8 outside-history',
      'before the interaction of a customer chat',
      placeOf({ ...read, kind: 'customer', interaction: interactionOf('customer') }, 40),
    ),
  ],
  decideWrittenIn: [no('HIST-5 no-interaction', 'it is over', decideWrittenIn(1, noInteraction))],
  decideVisitor: [no('CUST-7 not-your-chat', 'another visitor', decideVisitor(token('a'), token('b')))],
};
