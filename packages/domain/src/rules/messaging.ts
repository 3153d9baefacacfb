import type { ConversationKind, RefusalCode, SeatKind } from '@tieline/protocol';
import { allow, type Decision, refuse } from '../decision.ts';
import type { Party, SeatFacts, TenantFacts } from '../facts.ts';
import type { RuleId } from '../rule-ids.ts';
import { decideSameTenant, hasOfficeSide, sharesDirectory } from './tenancy.ts';

/** What a party counts as in the START table. */
type Side = 'office' | 'agent' | 'customer' | 'queue' | 'room';

interface Question<From extends Party = Party, To extends Party = Party> {
  readonly tenant: TenantFacts;
  readonly from: From;
  readonly to: To;
}

interface Row {
  readonly rule: RuleId;
  readonly from: Side;
  readonly to: Side;
  /** Whether the row speaks about this pair at all. */
  readonly applies: (question: Question) => boolean;
  readonly holds: (question: Question) => boolean;
  readonly otherwise: RefusalCode;
}

const always = (): boolean => true;
const never = (): boolean => false;
const inMode3 = ({ tenant }: Question): boolean => sharesDirectory(tenant);

function bothSeats(test: (from: SeatFacts, to: SeatFacts) => boolean): (question: Question) => boolean {
  return ({ from, to }) => from.party === 'seat' && to.party === 'seat' && test(from, to);
}

const shareGroup = bothSeats((from, to) => from.groups.some((group) => to.groups.includes(group)));
const fromSupervisor = bothSeats((from) => from.supervisor);
const toWithoutOffice = bothSeats((_, to) => to.officeSeat === null);

/**
 * Who may start what. A pair is allowed if any row that applies holds; if none does, the last row that applies
 * gives the reason, so rows of one pair go from the general to the particular.
 */
const startTable: readonly Row[] = [
  {
    rule: 'START-1',
    from: 'office',
    to: 'office',
    applies: always,
    holds: always,
    otherwise: 'no-office-side',
  },
  {
    rule: 'START-2',
    from: 'office',
    to: 'agent',
    applies: always,
    holds: inMode3,
    otherwise: 'needs-mode-3',
  },
  {
    rule: 'START-3',
    from: 'office',
    to: 'customer',
    applies: always,
    holds: never,
    otherwise: 'office-never-customer',
  },
  {
    rule: 'START-3',
    from: 'office',
    to: 'queue',
    applies: always,
    holds: never,
    otherwise: 'office-never-customer',
  },
  {
    rule: 'START-4',
    from: 'agent',
    to: 'customer',
    applies: always,
    holds: never,
    otherwise: 'customers-start-chats',
  },
  {
    rule: 'START-4',
    from: 'agent',
    to: 'queue',
    applies: always,
    holds: never,
    otherwise: 'customers-start-chats',
  },
  {
    rule: 'START-5',
    from: 'agent',
    to: 'agent',
    applies: always,
    holds: shareGroup,
    otherwise: 'no-shared-group',
  },
  {
    rule: 'START-6',
    from: 'agent',
    to: 'agent',
    applies: fromSupervisor,
    holds: always,
    otherwise: 'no-shared-group',
  },
  {
    rule: 'START-7',
    from: 'agent',
    to: 'office',
    applies: always,
    holds: inMode3,
    otherwise: 'needs-mode-3',
  },
  {
    rule: 'START-8',
    from: 'agent',
    to: 'agent',
    applies: inMode3,
    holds: toWithoutOffice,
    otherwise: 'reach-at-office-entry',
  },
  {
    rule: 'START-9',
    from: 'customer',
    to: 'queue',
    applies: always,
    holds: ({ to }) => to.party === 'queue' && to.open,
    otherwise: 'queue-closed',
  },
  {
    rule: 'START-9',
    from: 'customer',
    to: 'agent',
    applies: always,
    holds: never,
    otherwise: 'customer-only-queue',
  },
  {
    rule: 'START-9',
    from: 'customer',
    to: 'office',
    applies: always,
    holds: never,
    otherwise: 'customer-only-queue',
  },
  {
    rule: 'START-9',
    from: 'customer',
    to: 'room',
    applies: always,
    holds: never,
    otherwise: 'customer-only-queue',
  },
  {
    rule: 'START-9',
    from: 'customer',
    to: 'customer',
    applies: always,
    holds: never,
    otherwise: 'customer-only-queue',
  },
  {
    rule: 'START-10',
    from: 'office',
    to: 'room',
    applies: always,
    holds: ({ to }) => to.party === 'room' && (to.visibility === 'public' || to.invited),
    otherwise: 'not-invited',
  },
  {
    rule: 'START-11',
    from: 'agent',
    to: 'room',
    applies: always,
    holds: never,
    otherwise: 'no-rooms-for-agents',
  },
];

function sideOf(party: Party): Side {
  return party.party === 'seat' ? party.kind : party.party;
}

/** The office entry and the agent entry of one person. */
const isOfOnePerson = bothSeats((from, to) => from.officeSeat !== null && from.officeSeat === to.officeSeat);

/** START-12 and TEN-2: what no other rule can open. */
function decideDoor({ tenant, from, to }: Question): Decision {
  const sameTenant = decideSameTenant(tenant, from, to);
  if (!sameTenant.allowed) return sameTenant;
  if (from.party === 'seat' && to.party === 'seat' && from.seat === to.seat)
    return refuse('START-12', 'to-yourself');
  if (isOfOnePerson({ tenant, from, to })) return refuse('START-12', 'to-own-seat');
  if (from.party === 'seat' && !from.active) return refuse('START-12', 'sender-deactivated');
  if (to.party === 'seat' && !to.active) return refuse('START-12', 'receiver-deactivated');
  const office = sideOf(from) === 'office' || sideOf(to) === 'office' || to.party === 'room';
  if (office && !hasOfficeSide(tenant)) return refuse('TEN-2', 'no-office-side');
  return allow('START-12');
}

/**
 * START: may `from` start a conversation with `to`?
 * The answer does not ask who is logged in; sending does (DEL).
 */
export function decideStart(tenant: TenantFacts, from: Party, to: Party): Decision {
  const question: Question = { tenant, from, to };
  const door = decideDoor(question);
  if (!door.allowed) return door;
  const rows = startTable.filter(
    (row) => row.from === sideOf(from) && row.to === sideOf(to) && row.applies(question),
  );
  const opening = rows.find((row) => row.holds(question));
  if (opening) return allow(opening.rule);
  const last = rows.at(-1);
  return last ? refuse(last.rule, last.otherwise) : refuse('START-12', 'receiver-deactivated');
}

const kindWithin = { office: 'direct', agent: 'agent' } as const satisfies Record<SeatKind, ConversationKind>;

/** The kind of the conversation that two seats have with each other, whoever starts it. */
export function conversationKindOf(one: SeatFacts, other: SeatFacts): 'direct' | 'expert' | 'agent' {
  return one.kind === other.kind ? kindWithin[one.kind] : 'expert';
}
