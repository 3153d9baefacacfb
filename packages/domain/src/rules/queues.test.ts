import { describe, expect, it } from 'vitest';
import { maya, sam } from '../facts.fixture.ts';
import {
  decideAgentLost,
  decideArrival,
  decideChatAct,
  decideOffer,
  decidePlace,
  decideVisitor,
  defaultChatCapacity,
} from './queues.ts';

describe('queues', () => {
  it('[CUST-1] a customer is told the position and the expected wait', () => {
    const first = decidePlace({ ahead: 0, averageChatSeconds: 300, places: 1 });
    expect(first).toEqual({ allowed: true, rule: 'CUST-1', position: 1, waitSeconds: 300 });
    const fourth = decidePlace({ ahead: 3, averageChatSeconds: 300, places: 6 });
    expect(fourth).toEqual({ allowed: true, rule: 'CUST-1', position: 4, waitSeconds: 200 });
  });

  it('[CUST-1] where nobody serves, no wait is promised', () => {
    expect(decidePlace({ ahead: 3, averageChatSeconds: 300, places: 0 })).toMatchObject({
      position: 4,
      waitSeconds: null,
    });
  });

  it('[CUST-2] an agent has at most 6 customer chats unless the tenant says otherwise', () => {
    expect(defaultChatCapacity).toBe(6);
  });

  it('[CUST-2] an accepted offer is assigned; a rejected one goes on where rejecting is allowed', () => {
    const allowed = { rejectingAllowed: true };
    expect(decideOffer('accept', allowed)).toMatchObject({
      rule: 'CUST-2',
      chat: 'assigned',
      agent: 'unchanged',
    });
    expect(decideOffer('reject', allowed)).toMatchObject({
      rule: 'CUST-2',
      chat: 'offered-on',
      agent: 'unchanged',
    });
    expect(decideOffer('reject', { rejectingAllowed: false })).toEqual({
      allowed: false,
      rule: 'CUST-2',
      code: 'rejecting-not-allowed',
    });
  });

  it('[CUST-2] silence moves the offer on and sets the agent to work offline', () => {
    for (const rejectingAllowed of [true, false]) {
      expect(decideOffer('silence', { rejectingAllowed })).toMatchObject({
        rule: 'CUST-2',
        chat: 'offered-on',
        agent: 'work-offline',
      });
    }
  });

  it.each(['transfer', 'consult', 'close'] as const)(
    '[CUST-4] only the agent of a running chat may: %s',
    (act) => {
      const facts = { agent: maya.seat, assignedTo: maya.seat, running: true };
      expect(decideChatAct(act, facts)).toMatchObject({ allowed: true, rule: 'CUST-4' });
      const other = { ...facts, assignedTo: sam.seat };
      expect(decideChatAct(act, other)).toEqual({ allowed: false, rule: 'CUST-4', code: 'not-the-agent' });
      expect(decideChatAct(act, { ...facts, assignedTo: null })).toMatchObject({ code: 'not-the-agent' });
      expect(decideChatAct(act, { ...facts, running: false })).toMatchObject({
        rule: 'CUST-4',
        code: 'no-interaction',
      });
    },
  );

  it('[CUST-4] the customer never sees a consultation, and closing takes a wrap-up code', () => {
    const facts = { agent: maya.seat, assignedTo: maya.seat, running: true };
    expect(decideChatAct('consult', facts)).toMatchObject({ customerSees: false, needsWrapUpCode: false });
    expect(decideChatAct('close', facts)).toMatchObject({ customerSees: true, needsWrapUpCode: true });
    expect(decideChatAct('transfer', facts)).toMatchObject({ needsWrapUpCode: false });
  });

  it('[CUST-5] a chat whose agent is lost goes to the head of its queue with its history, and the customer is told', () => {
    expect(decideAgentLost({ running: true })).toEqual({
      allowed: true,
      rule: 'CUST-5',
      place: 'head',
      keepsHistory: true,
      tellCustomer: true,
    });
    expect(decideAgentLost({ running: false })).toMatchObject({ allowed: false, rule: 'CUST-5' });
  });

  it('[CUST-6] outside opening hours, or with nobody there, the customer leaves a message', () => {
    expect(decideArrival({ open: true, agentsServing: 1 })).toEqual({
      allowed: true,
      rule: 'START-9',
      arrival: 'queue',
    });
    for (const facts of [
      { open: false, agentsServing: 1 },
      { open: false, agentsServing: 0 },
      { open: true, agentsServing: 0 },
    ]) {
      expect(decideArrival(facts)).toEqual({ allowed: true, rule: 'CUST-6', arrival: 'leave-message' });
    }
  });

  it('[CUST-7] a visitor sees the chats of the own identity or token, and no others', () => {
    const known = { by: 'identity', id: 'c-1' } as const;
    const token = { by: 'token', id: 't-1' } as const;
    expect(decideVisitor(known, known)).toEqual({ allowed: true, rule: 'CUST-7' });
    expect(decideVisitor(token, token)).toEqual({ allowed: true, rule: 'CUST-7' });
    const no = { allowed: false, rule: 'CUST-7', code: 'not-your-chat' };
    expect(decideVisitor({ by: 'identity', id: 'c-2' }, known)).toEqual(no);
    expect(decideVisitor({ by: 'token', id: 't-2' }, token)).toEqual(no);
  });

  it('[CUST-7] a token that reads like an identity is none', () => {
    const owner = { by: 'identity', id: 'c-1' } as const;
    expect(decideVisitor(owner, owner).allowed).toBe(true);
    expect(decideVisitor({ by: 'token', id: 'c-1' }, owner)).toMatchObject({ code: 'not-your-chat' });
  });
});
