import type { Mode, Release } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import {
  agentSeat,
  customer,
  groupId,
  interactionOf,
  noInteraction,
  officeSeat,
  queueOf,
  roomOf,
  seatId,
  stranger,
  tenantOf,
} from '../facts.fixture.ts';
import type { InteractionFacts, Party, SeatFacts, TenantFacts } from '../facts.ts';
import type { RuleId } from '../rule-ids.ts';
import { decideSend, type SendFacts } from './delivery.ts';
import { sendText, startText } from './messaging.table.fixture.ts';
import { conversationKindOf, decideStart } from './messaging.ts';
import { combine, type Combination, readTable, type Row, type Table } from './table.fixture.ts';

const seats = ['office', 'agent', 'agent+office', 'supervisor', 'supervisor+office'];
const gone = ['gone-office', 'gone-agent'];
const aliens = ['alien-office', 'alien-agent'];
const circumstances = {
  groups: ['shared', 'apart'],
  mode: ['1', '2', '3'],
  release: ['9.9', '9.10'],
  'from is': ['in', 'out'],
  'to is': ['in', 'out'],
};

type StartColumn = 'from' | 'to' | keyof typeof circumstances;
type SendColumn = StartColumn | 'chat';
type Case = Combination<StartColumn>;

/** The seat of a name like "agent+office" or "gone-office", as sender or as receiver. */
function seatOf(role: 'from' | 'to', one: Case): SeatFacts {
  const name = one[role];
  const group = one.groups === 'shared' ? 'sales' : `sales of ${role}`;
  const facts = {
    active: !name.startsWith('gone-'),
    loggedIn: one[`${role} is`] === 'in',
    ...(name.startsWith('alien-') ? { tenant: stranger } : {}),
  };
  if (name.endsWith('-office') || name === 'office') return officeSeat(role, facts);
  return agentSeat(role, {
    ...facts,
    supervisor: name.startsWith('supervisor'),
    groups: [groupId(group)],
    officeSeat: name.endsWith('+office') ? seatId(`${role} at the office`) : null,
  });
}

function tenantIn(one: Case): TenantFacts {
  return tenantOf(Number(one.mode) as Mode, one.release as Release);
}

const hasBothSeats = (name: string): boolean =>
  ['office', 'agent+office', 'supervisor+office'].includes(name);

/** The other seat of the sender's person. */
function ownSeatOf(from: SeatFacts, one: Case): SeatFacts {
  const loggedIn = one['to is'] === 'in';
  return from.kind === 'office'
    ? agentSeat('own', { officeSeat: from.seat, loggedIn, groups: [groupId('sales')] })
    : officeSeat(from.officeSeat ?? 'none', { loggedIn });
}

const others: Record<string, Party> = {
  customer,
  'alien-customer': { party: 'customer', tenant: stranger },
  'queue-open': queueOf(true),
  'queue-closed': queueOf(false),
  'alien-queue': { party: 'queue', tenant: stranger, open: true },
  'room-public': roomOf(),
  'room-invited': roomOf({ visibility: 'private', invited: true }),
  'room-private': roomOf({ visibility: 'private' }),
  'alien-room': roomOf({ tenant: stranger }),
};

const startCases: readonly Case[] = combine<StartColumn>({
  from: [...seats, ...gone, ...aliens, 'customer', 'alien-customer'],
  to: [...seats, ...gone, ...aliens, 'itself', 'own', ...Object.keys(others)],
  ...circumstances,
}).filter(
  ({ from, to }) => !(from.endsWith('customer') && to === 'itself') && (to !== 'own' || hasBothSeats(from)),
);

function receiverOf(one: Case, from: Party): Party {
  if (one.to === 'itself') return from;
  return one.to === 'own' && from.party === 'seat' ? ownSeatOf(from, one) : seatOf('to', one);
}

function startAnswer(one: Case): string {
  const from = others[one.from] ?? seatOf('from', one);
  const to = others[one.to] ?? receiverOf(one, from);
  const start = decideStart(tenantIn(one), from, to);
  return start.allowed ? `yes ${start.rule}` : `no ${start.rule} ${start.code}`;
}

const rooms: Record<string, SendFacts['target']> = {
  'room-public-member': { to: 'room', room: roomOf({ invited: true, member: true }) },
  'room-public-stranger': { to: 'room', room: roomOf() },
  'room-private-member': { to: 'room', room: roomOf({ visibility: 'private', invited: true, member: true }) },
  'room-private-invited': { to: 'room', room: roomOf({ visibility: 'private', invited: true }) },
  'room-private-stranger': { to: 'room', room: roomOf({ visibility: 'private' }) },
  'room-archived': { to: 'room', room: roomOf({ invited: true, member: true, archived: true }) },
  'alien-room': { to: 'room', room: roomOf({ tenant: stranger, invited: true, member: true }) },
};

const running = interactionOf('customer');
const chats: Record<string, SendFacts['target']> = {
  'customer-mine': { to: 'customer', customer, interaction: running, assignedTo: seatId('from') },
  'customer-of-other': { to: 'customer', customer, interaction: running, assignedTo: seatId('other') },
  'customer-gone': { to: 'customer', customer, interaction: noInteraction, assignedTo: seatId('from') },
  'alien-customer': {
    to: 'customer',
    customer: { party: 'customer', tenant: stranger },
    interaction: running,
    assignedTo: seatId('from'),
  },
};

const isAgent = (name: string): boolean => /agent|supervisor/.test(name);
const interactions: Record<string, InteractionFacts> = {
  none: noInteraction,
  mine: interactionOf(seatId('from')),
  theirs: interactionOf(seatId('to')),
};

const sendCases: readonly Combination<SendColumn>[] = combine<SendColumn>({
  from: [...seats, ...gone, ...aliens],
  to: [...seats, ...gone, ...aliens, 'itself', 'own', ...Object.keys(rooms), ...Object.keys(chats)],
  ...circumstances,
  chat: Object.keys(interactions),
}).filter(
  ({ from, to, chat }) =>
    (chat === 'none' || (isAgent(from) && isAgent(to))) && (to !== 'own' || hasBothSeats(from)),
);

function targetOf(one: Combination<SendColumn>, sender: SeatFacts): SendFacts['target'] {
  const own = one.to === 'own' ? ownSeatOf(sender, one) : null;
  const receiver = own ?? (one.to === 'itself' ? sender : seatOf('to', one));
  const interaction = interactions[one.chat] ?? noInteraction;
  const kind = conversationKindOf(sender, receiver);
  return rooms[one.to] ?? chats[one.to] ?? { to: 'seat', kind, receiver, interaction };
}

function sendAnswer(one: Combination<SendColumn>): string {
  const sender = seatOf('from', one);
  const target = targetOf(one, sender);
  const send = decideSend({ tenant: tenantIn(one), sender, relation: 'member', body: 'plain', target });
  return send.allowed ? `${send.fate} ${send.rule}` : `no ${send.rule} ${send.code}`;
}

/** Rows by rule, and which rules were asked for: a row whose rule no title names would prove nothing. */
function shelf<Column extends string>(table: Table<Column>) {
  const asked = new Set<RuleId>();
  const of = (rule: RuleId): readonly Row<Column>[] => {
    asked.add(rule);
    return table.rows.filter((row) => row.rule === rule);
  };
  return { of, asked, table };
}

function expectWhole<Column extends string>({ table, asked }: ReturnType<typeof shelf<Column>>): void {
  expect(table.unanswered.slice(0, 5)).toEqual([]);
  expect(table.rows.filter((row) => row.combinations.length === 0).map((row) => row.title)).toEqual([]);
  expect([...asked].toSorted()).toEqual([...new Set(table.rows.map((row) => row.rule))].toSorted());
}

function expectRow<Column extends string>(row: Row<Column>, answer: (one: Combination<Column>) => string) {
  const wrong = row.combinations.flatMap((one) =>
    answer(one) === row.answer ? [] : [{ ...one, got: answer(one) }],
  );
  expect(wrong.slice(0, 5), `${wrong.length} of ${row.combinations.length} combinations`).toEqual([]);
}

const expectStart = (row: Row<StartColumn>): void => expectRow(row, startAnswer);
const expectSend = (row: Row<SendColumn>): void => expectRow(row, sendAnswer);

describe('the table of who may start what', () => {
  const start = shelf(readTable(startText, startCases));
  it.each(start.of('TEN-2'))('[TEN-2] $title', (row) => expectStart(row));
  it.each(start.of('START-1'))('[START-1] $title', (row) => expectStart(row));
  it.each(start.of('START-2'))('[START-2] $title', (row) => expectStart(row));
  it.each(start.of('START-3'))('[START-3] $title', (row) => expectStart(row));
  it.each(start.of('START-4'))('[START-4] $title', (row) => expectStart(row));
  it.each(start.of('START-5'))('[START-5] $title', (row) => expectStart(row));
  it.each(start.of('START-6'))('[START-6] $title', (row) => expectStart(row));
  it.each(start.of('START-7'))('[START-7] $title', (row) => expectStart(row));
  it.each(start.of('START-8'))('[START-8] $title', (row) => expectStart(row));
  it.each(start.of('START-9'))('[START-9] $title', (row) => expectStart(row));
  it.each(start.of('START-10'))('[START-10] $title', (row) => expectStart(row));
  it.each(start.of('START-11'))('[START-11] $title', (row) => expectStart(row));
  it.each(start.of('START-12'))('[START-12] $title', (row) => expectStart(row));
  it('answers every combination, needs every row and names every rule', () => expectWhole(start));
});

describe('the table of what becomes of a message', () => {
  const send = shelf(readTable(sendText, sendCases));
  it.each(send.of('TEN-2'))('[TEN-2] $title', (row) => expectSend(row));
  it.each(send.of('START-2'))('[START-2] $title', (row) => expectSend(row));
  it.each(send.of('START-3'))('[START-3] $title', (row) => expectSend(row));
  it.each(send.of('START-5'))('[START-5] $title', (row) => expectSend(row));
  it.each(send.of('START-7'))('[START-7] $title', (row) => expectSend(row));
  it.each(send.of('START-8'))('[START-8] $title', (row) => expectSend(row));
  it.each(send.of('START-10'))('[START-10] $title', (row) => expectSend(row));
  it.each(send.of('START-11'))('[START-11] $title', (row) => expectSend(row));
  it.each(send.of('START-12'))('[START-12] $title', (row) => expectSend(row));
  it.each(send.of('DEL-1'))('[DEL-1] $title', (row) => expectSend(row));
  it.each(send.of('DEL-2'))('[DEL-2] $title', (row) => expectSend(row));
  it.each(send.of('DEL-3'))('[DEL-3] $title', (row) => expectSend(row));
  it.each(send.of('DEL-4'))('[DEL-4] $title', (row) => expectSend(row));
  it.each(send.of('ROOM-2'))('[ROOM-2] $title', (row) => expectSend(row));
  it.each(send.of('ROOM-3'))('[ROOM-3] $title', (row) => expectSend(row));
  it.each(send.of('CUST-2'))('[CUST-2] $title', (row) => expectSend(row));
  it.each(send.of('CUST-3'))('[CUST-3] $title', (row) => expectSend(row));
  it.each(send.of('HIST-8'))('[HIST-8] $title', (row) => expectSend(row));
  it('answers every combination, needs every row and names every rule', () => expectWhole(send));
});
