import { describe, expect, it } from 'vitest';
import {
  agentSeat,
  customer,
  dana,
  deactivated,
  harbor,
  loggedOut,
  maya,
  officeSeat,
  priya,
  queueOf,
  roomOf,
  sales,
  sam,
  seatId,
  stranger,
  support,
  tenantOf,
  tom,
  withOffice,
} from '../facts.fixture.ts';
import type { RuleId } from '../rule-ids.ts';
import { conversationKindOf, decideStart } from './messaging.ts';

const yes = (rule: RuleId) => ({ allowed: true, rule });
const no = (rule: RuleId, code: string) => ({ allowed: false, rule, code });
const colleague = agentSeat('colleague', { groups: [support, sales] });

describe('who may start what', () => {
  it('[START-1] an office seat writes to any other office seat', () => {
    expect(decideStart(harbor, priya, tom)).toEqual(yes('START-1'));
    expect(decideStart(tenantOf(2), priya, tom)).toEqual(yes('START-1'));
  });

  it('[START-2] an office seat writes to any agent seat, in mode 3 only', () => {
    expect(decideStart(harbor, priya, maya)).toEqual(yes('START-2'));
    expect(decideStart(harbor, priya, dana)).toEqual(yes('START-2'));
    expect(decideStart(tenantOf(2), priya, maya)).toEqual(no('START-2', 'needs-mode-3'));
  });

  it('[START-3] an office seat never starts with a customer, nor by way of a queue', () => {
    expect(decideStart(harbor, priya, customer)).toEqual(no('START-3', 'office-never-customer'));
    expect(decideStart(harbor, priya, queueOf(true))).toEqual(no('START-3', 'office-never-customer'));
  });

  it('[START-4] no agent and no supervisor starts with a customer', () => {
    expect(decideStart(harbor, maya, customer)).toEqual(no('START-4', 'customers-start-chats'));
    expect(decideStart(harbor, dana, customer)).toEqual(no('START-4', 'customers-start-chats'));
    expect(decideStart(harbor, dana, queueOf(true))).toEqual(no('START-4', 'customers-start-chats'));
  });

  it('[START-5] agents write to each other when one of their groups is shared', () => {
    expect(decideStart(tenantOf(1), maya, colleague)).toEqual(yes('START-5'));
    expect(decideStart(tenantOf(1), colleague, maya)).toEqual(yes('START-5'));
    expect(decideStart(tenantOf(1), maya, sam)).toEqual(no('START-5', 'no-shared-group'));
    const alone = agentSeat('alone');
    expect(decideStart(tenantOf(1), alone, agentSeat('lonely'))).toEqual(no('START-5', 'no-shared-group'));
  });

  it('[START-5] in a shared group an office license of either makes no difference', () => {
    expect(decideStart(harbor, withOffice(maya), withOffice(colleague))).toEqual(yes('START-5'));
  });

  it('[START-6] a supervisor writes to any agent; an agent needs a shared group to begin with a supervisor', () => {
    expect(decideStart(tenantOf(1), dana, maya)).toEqual(yes('START-6'));
    expect(decideStart(tenantOf(2), dana, withOffice(sam))).toEqual(yes('START-6'));
    expect(decideStart(tenantOf(1), maya, dana)).toEqual(no('START-5', 'no-shared-group'));
  });

  it('[START-7] an agent writes to any office seat through the directory, in mode 3 only', () => {
    expect(decideStart(harbor, maya, priya)).toEqual(yes('START-7'));
    expect(decideStart(tenantOf(2), maya, priya)).toEqual(no('START-7', 'needs-mode-3'));
    expect(decideStart(tenantOf(1), maya, priya)).toEqual(no('TEN-2', 'no-office-side'));
  });

  it('[START-8] through the directory an agent reaches only agents without an office license', () => {
    expect(decideStart(harbor, maya, sam)).toEqual(yes('START-8'));
    expect(decideStart(harbor, withOffice(maya), sam)).toEqual(yes('START-8'));
    expect(decideStart(harbor, maya, withOffice(sam))).toEqual(no('START-8', 'reach-at-office-entry'));
    expect(decideStart(tenantOf(2), maya, sam)).toEqual(no('START-5', 'no-shared-group'));
  });

  it('[START-9] a customer starts with an open queue, and with nothing else', () => {
    expect(decideStart(harbor, customer, queueOf(true))).toEqual(yes('START-9'));
    expect(decideStart(tenantOf(1), customer, queueOf(true))).toEqual(yes('START-9'));
    expect(decideStart(harbor, customer, queueOf(false))).toEqual(no('START-9', 'queue-closed'));
    for (const party of [maya, dana, priya, roomOf(), customer]) {
      expect(decideStart(harbor, customer, party)).toEqual(no('START-9', 'customer-only-queue'));
    }
  });

  it('[START-10] an office seat enters public rooms, and private rooms that invited it', () => {
    expect(decideStart(harbor, priya, roomOf())).toEqual(yes('START-10'));
    expect(decideStart(tenantOf(2), priya, roomOf())).toEqual(yes('START-10'));
    expect(decideStart(harbor, priya, roomOf({ visibility: 'private', invited: true }))).toEqual(
      yes('START-10'),
    );
    expect(decideStart(harbor, priya, roomOf({ visibility: 'private' }))).toEqual(
      no('START-10', 'not-invited'),
    );
  });

  it('[START-11] no agent enters a room, public or invited', () => {
    expect(decideStart(harbor, maya, roomOf())).toEqual(no('START-11', 'no-rooms-for-agents'));
    const invited = roomOf({ visibility: 'private', invited: true });
    expect(decideStart(harbor, withOffice(maya), invited)).toEqual(no('START-11', 'no-rooms-for-agents'));
    expect(decideStart(harbor, dana, invited)).toEqual(no('START-11', 'no-rooms-for-agents'));
  });

  it('[START-12] nobody starts with itself, another tenant or a deactivated seat', () => {
    expect(decideStart(harbor, priya, tom)).toEqual(yes('START-1'));
    expect(decideStart(harbor, priya, priya)).toEqual(no('START-12', 'to-yourself'));
    expect(decideStart(harbor, priya, deactivated(tom))).toEqual(no('START-12', 'receiver-deactivated'));
    expect(decideStart(harbor, deactivated(priya), tom)).toEqual(no('START-12', 'sender-deactivated'));
    expect(decideStart(harbor, priya, officeSeat('tom', { tenant: stranger }))).toEqual(
      no('START-12', 'receiver-deactivated'),
    );
  });

  it.each([1, 2, 3] as const)(
    '[START-12] nobody starts with the other seat of their own person, in mode %i, in either direction',
    (mode) => {
      const mayaToo = withOffice(maya);
      const atOffice = officeSeat('maya-office');
      expect(decideStart(harbor, priya, mayaToo)).toEqual(yes('START-2'));
      expect(decideStart(harbor, mayaToo, priya)).toEqual(yes('START-7'));
      expect(decideStart(tenantOf(mode), atOffice, mayaToo)).toEqual(no('START-12', 'to-own-seat'));
      expect(decideStart(tenantOf(mode), mayaToo, atOffice)).toEqual(no('START-12', 'to-own-seat'));
    },
  );

  it('[START-12, TEN-1] a seat of another tenant gets the same answer as one that is gone', () => {
    const gone = decideStart(harbor, dana, deactivated(maya));
    expect(gone.allowed).toBe(false);
    expect(decideStart(harbor, dana, { ...maya, tenant: stranger })).toEqual(gone);
  });

  it('asks nobody whether they are logged in', () => {
    expect(decideStart(harbor, loggedOut(priya), loggedOut(maya))).toEqual(yes('START-2'));
  });
});

describe('the kind of a conversation', () => {
  it('[SEAT-2] follows the two seats, not the persons behind them', () => {
    const mayaAtOffice = officeSeat('maya-office');
    const mayaAsAgent = { ...maya, officeSeat: seatId('maya-office') };
    expect(conversationKindOf(priya, mayaAtOffice)).toBe('direct');
    expect(conversationKindOf(priya, mayaAsAgent)).toBe('expert');
    expect(conversationKindOf(mayaAsAgent, priya)).toBe('expert');
    expect(conversationKindOf(mayaAsAgent, sam)).toBe('agent');
  });
});
