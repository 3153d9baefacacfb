import type { ConversationKind, Options } from '@tieline/protocol';
import type { Decision } from './decision.ts';
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
  sam,
  stranger,
  tenantOf,
  tom,
  withOffice,
} from './facts.fixture.ts';
import type { Party, SeatFacts, TenantFacts } from './facts.ts';
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
import { classicOptions } from './rules/options.ts';
import { decideSignal, type SignalFacts } from './rules/signals.ts';
import { no, type RefusalCase } from './refusal-case.fixture.ts';

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

/** Of what somebody starts, sends, ends, reads or is told of in a conversation, by the name of the decision. */
export const messageRefusals: Readonly<Record<string, readonly RefusalCase[]>> = {
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
  decideRepeat: [no('DEL-6 client-id-reused', 'another content', decideRepeat({ sameMessage: false }))],
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
};
