import type { GroupId, Mode, Options, OptionSettings, Release, SeatId, TenantId } from '@tieline/protocol';
import type {
  InteractionFacts,
  PresenceFacts,
  QueueFacts,
  RoomFacts,
  SeatFacts,
  TenantFacts,
} from './facts.ts';
import { classicOptions, unsetOptions } from './rules/options.ts';

/*
 * A small company for tests: Priya works in the office, Maya and Sam are agents, Dana supervises.
 * Everybody is active and logged in, and no two agents share a group, unless a test says otherwise.
 */

export const seatId = (name: string): SeatId => name as SeatId;
export const groupId = (name: string): GroupId => name as GroupId;
export const tenantId = (name: string): TenantId => name as TenantId;

export const sales = groupId('sales');
export const support = groupId('support');

/** A company in the classic form, but for the options that are given. */
export function tenantOf(mode: Mode, release: Release = '9.10', options: Partial<Options> = {}): TenantFacts {
  return { id: tenantId('harbor'), mode, release, options: { ...classicOptions, ...options } };
}

/** A company file that says nothing of options, but for those that are given. */
export function optionSettings(
  options: Partial<Options> = {},
  preset: OptionSettings['preset'] = null,
): OptionSettings {
  return { preset, options: { ...unsetOptions.options, ...options } };
}

export const harbor = tenantOf(3);
export const stranger: TenantId = tenantId('quarry');

const seat = {
  party: 'seat',
  tenant: harbor.id,
  supervisor: false,
  active: true,
  loggedIn: true,
  groups: [],
} as const;

/** An office seat; `officeSeat` follows its id unless it is given. */
export function officeSeat(name: string, change: Partial<SeatFacts> = {}): SeatFacts {
  return { ...seat, kind: 'office', seat: seatId(name), officeSeat: seatId(name), ...change };
}

/** An agent seat whose person has no office license unless `officeSeat` is given. */
export function agentSeat(name: string, change: Partial<SeatFacts> = {}): SeatFacts {
  return { ...seat, kind: 'agent', seat: seatId(name), officeSeat: null, ...change };
}

export const priya = officeSeat('priya');
export const tom = officeSeat('tom');
export const maya = agentSeat('maya', { groups: [sales] });
export const sam = agentSeat('sam', { groups: [support] });
export const dana = agentSeat('dana', { supervisor: true });

export const loggedOut = (facts: SeatFacts): SeatFacts => ({ ...facts, loggedIn: false });
export const deactivated = (facts: SeatFacts): SeatFacts => ({ ...facts, active: false });
/** The same agent, whose person holds an office license too. */
export const withOffice = (facts: SeatFacts): SeatFacts => ({
  ...facts,
  officeSeat: seatId(`${facts.seat}-office`),
});

export const customer = { party: 'customer', tenant: harbor.id } as const;

export function queueOf(open: boolean): QueueFacts {
  return { party: 'queue', tenant: harbor.id, open };
}

export function roomOf(change: Partial<RoomFacts> = {}): RoomFacts {
  return {
    party: 'room',
    tenant: harbor.id,
    visibility: 'public',
    invited: false,
    member: false,
    archived: false,
    ...change,
  };
}

export const noInteraction: InteractionFacts = { running: false };

/** The second interaction of a chat, which began with message 41. */
export function interactionOf(startedBy: SeatId | 'customer'): InteractionFacts {
  return { running: true, number: 2, fromSeq: 41, fromRev: 43, startedBy };
}

export const since = '2026-03-02T08:00:00.000Z';

export function officePresence(change: Partial<PresenceFacts> = {}): PresenceFacts {
  return {
    kind: 'office',
    loggedIn: true,
    status: 'available',
    statusSince: since,
    allIdle: false,
    agentPresence: 'online',
    ...change,
  };
}

export function agentPresence(change: Partial<PresenceFacts> = {}): PresenceFacts {
  return {
    kind: 'agent',
    loggedIn: true,
    status: 'available',
    statusSince: since,
    allIdle: false,
    agentPresence: 'online',
    ...change,
  };
}
