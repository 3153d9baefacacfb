import { describe, expect, it } from 'vitest';
import {
  agentSeat,
  customer,
  dana,
  deactivated,
  harbor,
  interactionOf,
  loggedOut,
  maya,
  noInteraction,
  priya,
  roomOf,
  sales,
  sam,
  seatId,
  stranger,
  tenantOf,
  tom,
  withOffice,
} from '../facts.fixture.ts';
import type { InteractionFacts, Relation, SeatFacts } from '../facts.ts';
import type { RuleId } from '../rule-ids.ts';
import {
  decideEnd,
  decideHeard,
  decideSend,
  decideWrittenIn,
  fateWhileAway,
  type CustomerSend,
  type SeatSend,
  type SendFacts,
} from './delivery.ts';
import { conversationKindOf } from './messaging.ts';

const no = (rule: RuleId, code: string) => ({ allowed: false, rule, code });
const colleague = agentSeat('colleague', { groups: [sales] });

function sendTo(
  receiver: SeatFacts,
  sender: SeatFacts,
  interaction: InteractionFacts = noInteraction,
): SendFacts & { target: SeatSend } {
  const target: SeatSend = { to: 'seat', kind: conversationKindOf(sender, receiver), receiver, interaction };
  return { tenant: harbor, sender, relation: 'member', body: 'plain', target };
}

describe('who must be there', () => {
  it('[DEL-1] a sender who is logged out is refused, whoever the receiver is', () => {
    for (const receiver of [tom, sam, colleague]) {
      expect(decideSend(sendTo(receiver, maya)).allowed).toBe(true);
      expect(decideSend(sendTo(receiver, loggedOut(maya)))).toEqual(no('DEL-1', 'sender-logged-out'));
    }
  });

  it('[DEL-2] an office receiver who is logged out gets the message later', () => {
    for (const sender of [priya, maya]) {
      expect(decideSend(sendTo(tom, sender))).toMatchObject({ rule: 'DEL-2', fate: 'delivered' });
      expect(decideSend(sendTo(loggedOut(tom), sender))).toEqual({
        allowed: true,
        rule: 'DEL-2',
        fate: 'waits',
        startsInteraction: false,
      });
    }
  });

  it('[DEL-3] agent to agent is refused while the receiver is logged out', () => {
    expect(decideSend(sendTo(colleague, maya))).toMatchObject({ rule: 'DEL-3', fate: 'delivered' });
    expect(decideSend(sendTo(loggedOut(colleague), maya))).toEqual(no('DEL-3', 'receiver-logged-out'));
    expect(decideSend(sendTo(loggedOut(sam), dana))).toEqual(no('DEL-3', 'receiver-logged-out'));
  });

  it('[DEL-4] office to an agent who is logged out is kept and missed, with or without an office license', () => {
    expect(decideSend(sendTo(maya, priya))).toMatchObject({ rule: 'DEL-4', fate: 'delivered' });
    for (const receiver of [maya, withOffice(maya), dana]) {
      expect(decideSend(sendTo(loggedOut(receiver), priya))).toEqual({
        allowed: true,
        rule: 'DEL-4',
        fate: 'missed',
        startsInteraction: false,
      });
    }
  });
});

describe('what is told before a message to somebody logged out is written', () => {
  it('[DEL-2, DEL-3, DEL-4] is what would become of it, whether the other is logged in now or not', () => {
    for (const state of [(seat: SeatFacts) => seat, loggedOut]) {
      expect(fateWhileAway(sendTo(state(tom), priya))).toEqual({ fate: 'waits', rule: 'DEL-2' });
      expect(fateWhileAway(sendTo(state(tom), maya))).toEqual({ fate: 'waits', rule: 'DEL-2' });
      expect(fateWhileAway(sendTo(state(sam), tom))).toEqual({ fate: 'missed', rule: 'DEL-4' });
      expect(fateWhileAway(sendTo(state(colleague), maya))).toEqual({ fate: 'refused', rule: 'DEL-3' });
    }
  });

  it('[DEL-1, HIST-6] is nothing where no message may be sent in any case', () => {
    expect(fateWhileAway(sendTo(tom, maya))).not.toBeNull();
    expect(fateWhileAway({ ...sendTo(tom, maya), relation: 'archive' })).toBeNull();
    expect(fateWhileAway(sendTo(deactivated(tom), maya))).toBeNull();
    expect(fateWhileAway(sendTo(tom, loggedOut(maya)))).toBeNull();
  });
});

describe('a message into an existing conversation', () => {
  const mine = interactionOf(maya.seat);

  it('[START-5] a group that was left stops the next message', () => {
    const company = tenantOf(2);
    const before = { ...sendTo(colleague, maya, mine), tenant: company };
    expect(decideSend(before)).toMatchObject({ allowed: true, rule: 'DEL-3' });
    const left = { ...maya, groups: [] };
    expect(decideSend({ ...before, sender: left })).toEqual(no('START-5', 'no-shared-group'));
  });

  it('[START-2, START-7] a changed mode stops the next message of an expert chat, both ways', () => {
    const there = sendTo(maya, priya);
    const back = sendTo(priya, maya);
    expect([decideSend(there).allowed, decideSend(back).allowed]).toEqual([true, true]);
    expect(decideSend({ ...there, tenant: tenantOf(2) })).toEqual(no('START-2', 'needs-mode-3'));
    expect(decideSend({ ...back, tenant: tenantOf(2) })).toEqual(no('START-7', 'needs-mode-3'));
  });

  it('[START-12] a removed license stops the next message, both ways', () => {
    expect(decideSend(sendTo(colleague, maya, mine)).allowed).toBe(true);
    expect(decideSend(sendTo(deactivated(colleague), maya, mine))).toEqual(
      no('START-12', 'receiver-deactivated'),
    );
    expect(decideSend(sendTo(colleague, deactivated(maya), mine))).toEqual(
      no('START-12', 'sender-deactivated'),
    );
  });

  it('[START-12] the sender is never told of being deactivated when it is the receiver who is', () => {
    const theirs = interactionOf(dana.seat);
    expect(decideSend(sendTo(dana, maya, theirs)).allowed).toBe(true);
    expect(decideSend(sendTo(deactivated(dana), maya, theirs))).toEqual(
      no('START-12', 'receiver-deactivated'),
    );
  });

  it('[START-6] an agent answers a supervisor of no shared group while the interaction runs, and not after', () => {
    const company = tenantOf(2);
    const answer = { ...sendTo(dana, maya, interactionOf(dana.seat)), tenant: company };
    expect(decideSend(answer)).toMatchObject({ allowed: true, fate: 'delivered' });
    expect(decideSend({ ...sendTo(dana, maya), tenant: company })).toEqual(no('START-5', 'no-shared-group'));
    const opened = { ...sendTo(dana, maya, mine), tenant: company };
    expect(decideSend(opened)).toEqual(no('START-5', 'no-shared-group'));
  });

  it('[START-6] a supervisor role that was taken away ends the right to an answer too', () => {
    const company = tenantOf(2);
    const theirs = interactionOf(dana.seat);
    expect(decideSend({ ...sendTo(dana, maya, theirs), tenant: company }).allowed).toBe(true);
    const demoted = { ...dana, supervisor: false };
    expect(decideSend({ ...sendTo(demoted, maya, theirs), tenant: company })).toEqual(
      no('START-5', 'no-shared-group'),
    );
  });

  it('[START-8] an agent answers one who found them in the directory and holds an office license', () => {
    const asker = withOffice(sam);
    expect(decideSend(sendTo(asker, maya, interactionOf(asker.seat)))).toMatchObject({ allowed: true });
    expect(decideSend(sendTo(asker, maya))).toEqual(no('START-8', 'reach-at-office-entry'));
  });

  it('[HIST-5] the first message of an agent chat begins an interaction, no other message does', () => {
    const begins = (facts: SendFacts): boolean => {
      const send = decideSend(facts);
      return send.allowed && send.startsInteraction;
    };
    expect(begins(sendTo(colleague, maya))).toBe(true);
    expect(begins(sendTo(colleague, maya, mine))).toBe(false);
    expect(begins(sendTo(priya, maya))).toBe(false);
    expect(begins(sendTo(tom, priya))).toBe(false);
  });

  it('[HIST-6] the archive is read, not written to', () => {
    expect(decideSend(sendTo(maya, priya)).allowed).toBe(true);
    expect(decideSend({ ...sendTo(maya, priya), relation: 'archive' })).toEqual(
      no('HIST-6', 'read-only-archive'),
    );
  });

  it('[SIG-3] a supervisor who looks on writes nothing', () => {
    expect(decideSend(sendTo(colleague, dana)).allowed).toBe(true);
    expect(decideSend({ ...sendTo(colleague, dana), relation: 'monitor' })).toEqual(
      no('SIG-3', 'not-a-member'),
    );
  });

  it('[CONT-2] rich text from the office is refused, the same from the console is stored', () => {
    expect(decideSend({ ...sendTo(priya, maya), body: 'rich' }).allowed).toBe(true);
    expect(decideSend({ ...sendTo(maya, priya), body: 'rich' })).toEqual(
      no('CONT-2', 'rich-not-from-office'),
    );
  });

  it('[CONT-4] a file from the console is refused, the same from the office is stored', () => {
    expect(decideSend({ ...sendTo(maya, priya), body: 'file' }).allowed).toBe(true);
    expect(decideSend({ ...sendTo(priya, maya), body: 'file' })).toEqual(
      no('CONT-4', 'files-not-from-console'),
    );
  });

  it('[START-2] the reason is that of the conversation before that of the body', () => {
    const refused = { ...sendTo(maya, priya), tenant: tenantOf(2), body: 'rich' } as const;
    expect(decideSend(refused)).toEqual(no('START-2', 'needs-mode-3'));
  });
});

describe('a message into a room', () => {
  const inRoom = { to: 'room', room: roomOf({ invited: true, member: true }) } as const;
  const message: SendFacts = {
    tenant: harbor,
    sender: priya,
    relation: 'member',
    body: 'file',
    target: inRoom,
  };

  it('[ROOM-3] is written by members only', () => {
    expect(decideSend(message)).toMatchObject({ allowed: true, rule: 'ROOM-3' });
    expect(decideSend({ ...message, target: { to: 'room', room: roomOf() } })).toEqual(
      no('ROOM-3', 'not-a-member'),
    );
  });

  it('[START-10] of a private room that a stranger may not even know is answered like none', () => {
    const target = { to: 'room', room: roomOf({ visibility: 'private' }) } as const;
    expect(decideSend(message).allowed).toBe(true);
    expect(decideSend({ ...message, target })).toEqual(no('START-10', 'not-invited'));
  });
});

describe('a message into a customer chat', () => {
  const chat: CustomerSend = {
    to: 'customer',
    customer,
    interaction: interactionOf('customer'),
    assignedTo: maya.seat,
  };
  const message: SendFacts = { tenant: harbor, sender: maya, relation: 'member', body: 'rich', target: chat };

  it('[CUST-3] is written by the one agent who has the chat', () => {
    expect(decideSend(message)).toMatchObject({ allowed: true, fate: 'delivered' });
    for (const assignedTo of [null, seatId('sam')]) {
      expect(decideSend({ ...message, target: { ...chat, assignedTo } })).toEqual(
        no('CUST-3', 'not-the-agent'),
      );
    }
  });

  it('[HIST-8] is refused when the chat is over', () => {
    expect(decideSend(message).allowed).toBe(true);
    const over = { ...chat, interaction: noInteraction };
    expect(decideSend({ ...message, target: over })).toEqual(no('HIST-8', 'no-interaction'));
  });

  it('[START-3] is never written by the office, even if the chat were assigned to it', () => {
    const target = { ...chat, assignedTo: priya.seat };
    expect(decideSend(message).allowed).toBe(true);
    expect(decideSend({ ...message, sender: priya, body: 'plain', target })).toEqual(
      no('START-3', 'office-never-customer'),
    );
  });

  it('[TEN-1] stays within the tenant', () => {
    const target = { ...chat, customer: { party: 'customer', tenant: stranger } } as const;
    expect(decideSend(message).allowed).toBe(true);
    expect(decideSend({ ...message, target })).toEqual(no('START-12', 'receiver-deactivated'));
    expect(decideSend({ ...message, sender: { ...maya, tenant: stranger } })).toEqual(
      no('START-12', 'receiver-deactivated'),
    );
  });

  it('[CONT-4] takes no files from the agent', () => {
    expect(decideSend(message).allowed).toBe(true);
    expect(decideSend({ ...message, body: 'file' })).toEqual(no('CONT-4', 'files-not-from-console'));
  });
});

describe('a message that names the interaction it was written in', () => {
  const second: InteractionFacts = {
    running: true,
    number: 2,
    fromSeq: 9,
    fromRev: 10,
    startedBy: maya.seat,
  };

  it.each<[string, number | null, InteractionFacts, boolean]>([
    ['the one that runs', 2, second, true],
    ['the one before', 1, second, false],
    ['one that was never there', 3, second, false],
    ['one, where none runs', 2, noInteraction, false],
    ['none, where one runs', null, second, true],
    ['none, where none runs', null, noInteraction, true],
  ])('[HIST-5] %s', (_, writtenIn, interaction, isAllowed) => {
    expect(decideWrittenIn(writtenIn, interaction)).toEqual(
      isAllowed ? { allowed: true, rule: 'HIST-5' } : no('HIST-5', 'no-interaction'),
    );
  });
});

describe('the end of an interaction', () => {
  const end = (kind: SeatSend['kind'], relation: Relation, interaction: InteractionFacts) =>
    decideEnd({ kind, relation, interaction });
  const running = interactionOf(maya.seat);

  it('[HIST-5] either agent ends an agent chat that runs', () => {
    expect(end('agent', 'member', running)).toEqual({ allowed: true, rule: 'HIST-5' });
    expect(end('agent', 'member', noInteraction)).toEqual(no('HIST-5', 'no-interaction'));
  });

  it('[HIST-5] direct and expert chats have no interaction to end', () => {
    expect(end('direct', 'member', noInteraction)).toEqual(no('HIST-5', 'no-interaction'));
    expect(end('expert', 'member', noInteraction)).toEqual(no('HIST-5', 'no-interaction'));
  });

  it('[HIST-6] nobody ends a chat from the archive', () => {
    expect(end('agent', 'archive', running)).toEqual(no('HIST-6', 'read-only-archive'));
  });

  it('[SIG-3] a supervisor who looks on ends nothing', () => {
    expect(end('agent', 'monitor', running)).toEqual(no('SIG-3', 'not-a-member'));
  });
});

describe('what was written while the line of the other was lost', () => {
  it.each<['left' | 'stayed', boolean, boolean]>([
    ['stayed', false, false],
    ['stayed', true, true],
    ['left', false, true],
    ['left', true, true],
  ])('[DEL-3] who %s, where it was heard: %s', (reader, heard, isAllowed) => {
    expect(decideHeard({ reader, heard })).toEqual(
      isAllowed ? { allowed: true, rule: 'DEL-3' } : no('DEL-3', 'reached-no-device'),
    );
  });
});
