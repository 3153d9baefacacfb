import type { ConversationView, InteractionEnd, SeatId, ServerEvent } from '@tieline/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agentChat,
  agentSelf,
  conversationOf,
  conversationView,
  me,
  messageEvent,
  messageView,
  peer,
  range,
  seatOf,
  selfView,
  seqsOf,
} from '../../test/cast.ts';
import {
  applyEvent,
  emptyState,
  type InternalState,
  withAnswer,
  withOpened,
  withoutConversation,
  withReadUpTo,
} from './state.ts';
import { mergeAnsweredPage, newTimeline } from './timeline.ts';

const chat = conversationOf(1);
const welcome = (self = selfView()): ServerEvent => ({
  on: 'welcome',
  protocol: 1,
  self,
  idleAfterSeconds: 300,
  token: null,
});

function stateWith(over: Partial<ConversationView> = {}, self = selfView()): InternalState {
  const told: ServerEvent = { on: 'conversation', conversation: conversationView(chat, over) };
  return [welcome(self), told].reduce(applyEvent, emptyState());
}

function withTimeline(
  state: InternalState,
  last: number,
  interaction = state.conversations.get(chat)?.interaction?.number ?? null,
): InternalState {
  const messages = range(1, last).map((seq) => messageView(chat, seq));
  const page = {
    interaction,
    messages,
    hasBefore: false,
    hasAfter: false,
    rev: 0,
    from: 1,
    changed: [],
    rule: 'HIST-1',
  };
  return {
    ...state,
    timelines: new Map([[chat, mergeAnsweredPage(newTimeline(0), page, {}) ?? newTimeline(0)]]),
  };
}

const held = (state: InternalState) => state.conversations.get(chat);
const heard = (
  state: InternalState,
  seq: number,
  from = peer,
  loud = true,
  interaction = held(state)?.interaction?.number ?? null,
) => applyEvent(state, messageEvent(chat, messageView(chat, seq, from), loud, interaction));

describe('a conversation that is gone', () => {
  const gone = (over: Partial<ConversationView>) =>
    withoutConversation(withTimeline(stateWith({ lastSeq: 3, ...over }, agentSelf()), 3), chat);
  const page = {
    interaction: null,
    messages: [messageView(chat, 3)],
    hasBefore: true,
    hasAfter: false,
    rev: 3,
    from: 1,
    changed: [],
    rule: 'HIST-4',
  };
  const shownAgain = (state: InternalState) => {
    const timeline = state.timelines.get(chat);
    return timeline && seqsOf(mergeAnsweredPage(timeline, page, {})?.messages ?? []);
  };

  it('[TEN-2] shows nothing, and all of it where it comes back', () => {
    const left = gone({ kind: 'expert' });
    expect(left.timelines.get(chat)).toMatchObject({ messages: [], state: 'loading' });
    expect(shownAgain(left)).toEqual([3]);
  });

  it('[HIST-5] shows nothing ever again of an interaction that is over', () => {
    const left = gone(agentChat({ number: 1, startedAt: '' }));
    expect(left.timelines.get(chat)).toMatchObject({ messages: [] });
    expect(shownAgain(left)).toEqual([]);
  });
});

describe('a message', () => {
  it('renews the excerpt, the place and the unread count of its conversation', () => {
    const after = heard(stateWith(), 1);
    expect(held(after)).toMatchObject({ lastSeq: 1, excerpt: 'text 1', excerptFrom: peer, unread: 1 });
  });

  it('counts once, however often it comes', () => {
    const once = heard(stateWith(), 1);
    expect(held(heard(once, 1))).toBe(held(once));
  });

  it('counts no more than the places that the reader sees', () => {
    const told = { lastSeq: 45, unread: 29, places: 30 } as const;
    const after = [46, 47, 48].reduce((state, seq) => heard(state, seq), stateWith(told));
    expect(held(after)).toMatchObject({ lastSeq: 48, unread: 30 });
    expect(held(heard(stateWith({ ...told, places: null }), 46))).toMatchObject({ unread: 30 });
    expect(
      held([46, 47, 48].reduce((state, seq) => heard(state, seq), stateWith({ ...told, places: null }))),
    ).toMatchObject({ unread: 32 });
  });

  it('does not count as unread when it is our own, from another device', () => {
    expect(held(heard(stateWith(), 1, me))).toMatchObject({ lastSeq: 1, unread: 0 });
  });

  it('counts in the archive only when it is loud, and never from the own agent seat', () => {
    const agent = seatOf(9);
    const archive = { seat: agent, kind: 'agent', name: 'Mia' } as const;
    const state = stateWith({ archive });
    expect(held(heard(state, 1, peer, true))?.unread).toBe(1);
    expect(held(heard(state, 1, peer, false))).toMatchObject({ lastSeq: 1, unread: 0 });
    expect(held(heard(state, 1, agent, true))?.unread).toBe(0);
  });

  it('ends the typing indicator of its sender', () => {
    const typing: ServerEvent = { on: 'typing', conversation: chat, seat: peer, typing: true };
    const state = applyEvent(stateWith(), typing);
    expect(state.typing.get(chat)).toEqual(new Set([peer]));
    expect(heard(state, 1).typing.has(chat)).toBe(false);
  });

  it('leaves every part that it does not touch the object that it was', () => {
    const other: ServerEvent = { on: 'conversation', conversation: conversationView(conversationOf(2)) };
    const before = applyEvent(stateWith(), other);
    const after = heard(before, 1);
    expect(after.conversations.get(conversationOf(2))).toBe(before.conversations.get(conversationOf(2)));
    expect(held(after)?.abilities).toBe(held(before)?.abilities);
    expect(after.presence).toBe(before.presence);
    expect(after.self).toBe(before.self);
  });
});

const first = { number: 1, startedAt: '2026-01-01T00:00:00.000Z' };
const second = { number: 2, startedAt: '2026-01-02T00:00:00.000Z' };

describe('the end of an interaction', () => {
  const ended: ServerEvent = {
    on: 'interaction-ended',
    conversation: chat,
    number: 1,
    rev: 9,
    reason: 'ended-by-agent',
    by: peer,
    unheardFrom: null,
    unheard: [],
  };

  it('[HIST-5] takes an agent chat and all its messages from the console', () => {
    const before = withTimeline(stateWith({ ...agentChat(first), lastSeq: 3 }, agentSelf()), 3);
    expect(before.timelines.get(chat)?.messages).toHaveLength(3);
    const after = applyEvent(before, ended);
    expect(held(after)).toBeUndefined();
    expect(after.timelines.get(chat)?.messages).toEqual([]);
    expect(heard(after, 4, peer, true, 1)).toBe(after);
    expect(seqsOf(heard(after, 1, peer, true, 2).timelines.get(chat)?.messages ?? [])).toEqual([1]);
  });

  it('[HIST-6] changes nothing in the archive of the office', () => {
    const archive = { seat: seatOf(9), kind: 'agent', name: 'Mia' } as const;
    const before = withTimeline(stateWith({ kind: 'agent', archive, lastSeq: 3 }), 3);
    expect(applyEvent(before, ended)).toBe(before);
  });

  it('changes nothing in an expert chat', () => {
    const before = withTimeline(stateWith({ kind: 'expert', lastSeq: 3 }, agentSelf()), 3);
    expect(applyEvent(before, ended)).toBe(before);
  });

  it('[HIST-5] is followed where the client was away: a new interaction leaves only its own messages', () => {
    const before = withTimeline(stateWith({ ...agentChat(first), lastSeq: 3 }, agentSelf()), 3);
    const told = conversationView(chat, { ...agentChat(second), lastSeq: 1 });
    const after = withAnswer(before, told, before.conversations);
    expect(after.timelines.get(chat)).toMatchObject({ messages: [], interaction: 2 });
    expect(held(after)).toMatchObject({ lastSeq: 1, interaction: second });
  });
});

describe('a chat that has gone', () => {
  const words = { lastSeq: 3, excerpt: 'a secret', excerptFrom: peer, lastAt: '2026-01-02T00:00:00.000Z' };
  const running = () =>
    stateWith({ ...agentChat(first), readSeq: 2, peerReadSeq: 3, unread: 1, ...words }, agentSelf());
  const gone = (state: InternalState) => state.goneChats.get(chat);
  const end = (state: InternalState, reason: InteractionEnd = 'logged-out') =>
    applyEvent(state, {
      on: 'interaction-ended',
      conversation: chat,
      number: 1,
      rev: 9,
      reason,
      by: peer,
      unheardFrom: null,
      unheard: [],
    });

  it('[HIST-5] is known by whom it was with and why it ended, and by no word of it', () => {
    expect(gone(running())).toBeUndefined();
    expect(gone(end(running()))).toEqual({
      conversation: conversationView(chat, agentChat(first)),
      end: { reason: 'logged-out', by: peer },
    });
    expect(JSON.stringify(gone(end(running())))).not.toContain('secret');
  });

  it('[HIST-5] stays so while nothing is begun anew, and is forgotten with the next interaction', () => {
    const ended = end(running());
    const looked = withAnswer(ended, conversationView(chat, agentChat(null)), ended.conversations);
    expect([held(looked)?.interaction, gone(looked)]).toEqual([null, gone(ended)]);
    const next = conversationView(chat, agentChat(second));
    expect(gone(applyEvent(looked, { on: 'conversation', conversation: next }))).toBeUndefined();
    expect(gone(withOpened(looked, chat))).toBeUndefined();
  });

  it('[HIST-5] is one of which an answer tells that nothing runs any more, too', () => {
    const before = running();
    const over = conversationView(chat, agentChat(null));
    const told = withAnswer(before, over, before.conversations);
    const nobody = { conversation: conversationView(chat, agentChat(first)), end: null };
    expect([held(told)?.interaction, gone(told)]).toEqual([null, nobody]);
    expect(gone(withoutConversation(told, chat))).toEqual(nobody);
  });

  it('is one that the company took away, too, until it is there again', () => {
    const before = stateWith({ kind: 'expert', ...words }, agentSelf());
    const after = withoutConversation(before, chat);
    expect(gone(after)).toEqual({ conversation: conversationView(chat, { kind: 'expert' }), end: null });
    const back = conversationView(chat, { kind: 'expert' });
    expect(gone(withAnswer(after, back, after.conversations))).toBeUndefined();
  });

  it('is nobody else’s to see who signs in under the same cookie', () => {
    expect(gone(applyEvent(end(running()), welcome(selfView({ seat: seatOf(3) }))))).toBeUndefined();
  });
});

describe('news of an interaction that come late', () => {
  const begun = (number: number, lastSeq: number) =>
    conversationView(chat, { ...agentChat({ ...first, number }), lastSeq });
  const ended = (number: number): ServerEvent => ({
    on: 'interaction-ended',
    conversation: chat,
    number,
    rev: 9,
    reason: 'ended-by-agent',
    by: peer,
    unheardFrom: null,
    unheard: [],
  });
  const running = (number: number, lastSeq: number) => stateWith(begun(number, lastSeq), agentSelf());

  it('[HIST-5] the end of the one before does not take the next one away', () => {
    const before = withTimeline(running(2, 3), 3);
    expect(applyEvent(before, ended(1))).toBe(before);
    expect(held(applyEvent(before, ended(2)))).toBeUndefined();
  });

  it('[HIST-5] an answer from before the end does not bring the interaction back', () => {
    const after = applyEvent(running(1, 3), ended(1));
    expect(withAnswer(after, begun(1, 3), new Map())).toBe(after);
    expect(held(withAnswer(after, begun(2, 1), new Map()))?.interaction?.number).toBe(2);
  });

  it('[HIST-5] the end of the one before, heard after a page of the next one, takes nothing of that away', () => {
    const ahead = withTimeline(running(1, 3), 2, 2);
    const after = applyEvent(ahead, ended(1));
    expect(seqsOf(after.timelines.get(chat)?.messages ?? [])).toEqual([1, 2]);
    const next = applyEvent(after, { on: 'conversation', conversation: begun(2, 2) });
    expect(seqsOf(next.timelines.get(chat)?.messages ?? [])).toEqual([1, 2]);
  });

  it('an answer that is older than the one that is held changes nothing but what it can', () => {
    const asked = new Map();
    const newer = withAnswer(
      applyEvent(emptyState(), welcome()),
      conversationView(chat, { lastSeq: 2, rev: 2 }),
      asked,
    );
    const older = withAnswer(newer, conversationView(chat, { lastSeq: 1, rev: 1 }), asked);
    expect(held(older)).toMatchObject({ lastSeq: 2, rev: 2 });
  });
});

describe('the other events', () => {
  it('presence, receipts and the own status are kept where views look for them', () => {
    const events: ServerEvent[] = [
      { on: 'presence', roster: 'office', seat: peer, presence: { word: 'busy', since: null } },
      { on: 'receipt', conversation: chat, interaction: null, seat: peer, seq: 4 },
      { on: 'receipt', conversation: chat, interaction: null, seat: peer, seq: 2 },
      { on: 'self', status: 'busy', since: '2026-01-03T00:00:00.000Z' },
    ];
    const state = events.reduce(applyEvent, stateWith());
    expect(state.presence.get(`office:${peer}`)?.word).toBe('busy');
    expect(state.receipts.get(chat)).toBe(4);
    expect(state.self).toMatchObject({ status: 'busy', statusSince: '2026-01-03T00:00:00.000Z' });
  });

  it('[SIG-4] how far the other has read is known again after a reload, and never goes back', () => {
    const told = (peerReadSeq: number) =>
      ({ on: 'conversation', conversation: conversationView(chat, { lastSeq: 5, peerReadSeq }) }) as const;
    const state = applyEvent(stateWith({ lastSeq: 5 }), told(3));
    expect(state.receipts.get(chat)).toBe(3);
    expect(applyEvent(state, told(2)).receipts.get(chat)).toBe(3);
  });

  it('reading on another device counts down, and an older place changes nothing', () => {
    const state = stateWith({ lastSeq: 5, unread: 5 });
    const read = applyEvent(state, { on: 'read', conversation: chat, interaction: null, seq: 4, unread: 1 });
    expect(held(read)).toMatchObject({ readSeq: 4, unread: 1 });
    const late = applyEvent(read, { on: 'read', conversation: chat, interaction: null, seq: 2, unread: 3 });
    expect(held(late)).toMatchObject({ readSeq: 4, unread: 1 });
    expect(held(withReadUpTo(read, { conversation: chat, interaction: null, seq: 5 }))).toMatchObject({
      readSeq: 5,
      unread: 0,
    });
  });

  it('[HIST-5] what was read of an earlier interaction counts nothing in this one, however late it comes', () => {
    const state = stateWith({ ...agentChat(second), lastSeq: 2, unread: 2 }, agentSelf());
    const read = (interaction: number, seq: number, unread: number) =>
      applyEvent(state, { on: 'read', conversation: chat, interaction, seq, unread });
    expect(held(read(1, 4, 0))).toMatchObject({ readSeq: 0, unread: 2 });
    expect(held(read(2, 1, 1))).toMatchObject({ readSeq: 1, unread: 1 });
  });

  it('the end of the session signs out', () => {
    const state = applyEvent(stateWith(), { on: 'session-ended', reason: 'revoked' });
    expect(state.connection).toEqual({ state: 'signed-out', reason: 'revoked' });
  });

  it('an event of a newer server changes nothing', () => {
    const state = stateWith();
    expect(applyEvent(state, { on: 'weather' } as unknown as ServerEvent)).toBe(state);
  });

  it('a welcome for somebody else keeps nothing of the one before', () => {
    const before = withTimeline(stateWith({ lastSeq: 3 }), 3);
    expect(applyEvent(before, welcome()).conversations.size).toBe(1);
    const after = applyEvent(before, welcome(selfView({ seat: seatOf(7) })));
    expect([after.conversations.size, after.timelines.size, after.self?.seat]).toEqual([0, 0, seatOf(7)]);
  });
});

describe('a list that is loaded again', () => {
  it('never overwrites what a newer event said', () => {
    const asked = stateWith({ lastSeq: 5, excerpt: 'five' });
    const after = heard(asked, 6);
    const merged = withAnswer(
      after,
      conversationView(chat, { lastSeq: 5, excerpt: 'five' }),
      asked.conversations,
    );
    expect(held(merged)).toMatchObject({ lastSeq: 6, excerpt: 'text 6', unread: 1 });
  });

  it('keeps abilities that changed after it was asked for, and takes them else', () => {
    const asked = stateWith();
    const no = { allowed: false, rule: 'START-5', code: 'no-shared-group', sentence: 'No.' } as const;
    const told = conversationView(chat);
    const stopped = { ...told, abilities: { ...told.abilities, send: no } };
    const changed = applyEvent(asked, { on: 'conversation', conversation: stopped });
    expect(held(withAnswer(changed, told, asked.conversations))?.abilities.send).toEqual(no);
    expect(held(withAnswer(asked, stopped, asked.conversations))?.abilities.send).toEqual(no);
  });

  it('[HIST-5] does not bring back what an event took away meanwhile', () => {
    const asked = stateWith({ kind: 'agent' }, agentSelf());
    const ended = applyEvent(asked, {
      on: 'interaction-ended',
      conversation: chat,
      number: 1,
      rev: 9,
      reason: 'logged-out',
      by: peer,
      unheardFrom: null,
      unheard: [],
    });
    expect(withAnswer(ended, conversationView(chat, { kind: 'agent' }), asked.conversations)).toBe(ended);
  });

  it('keeps a conversation the object that it was when it says nothing new', () => {
    const state = stateWith({ lastSeq: 5 });
    expect(withAnswer(state, conversationView(chat, { lastSeq: 5 }), state.conversations)).toBe(state);
  });

  it('prefers the own list where the archive holds the same conversation', () => {
    const archive = { seat: seatOf(9), kind: 'agent', name: 'Mia' } as const;
    const own = stateWith();
    expect(withAnswer(own, conversationView(chat, { archive }), own.conversations)).toBe(own);
    const archived = stateWith({ archive });
    const both = withAnswer(archived, conversationView(chat), archived.conversations);
    expect(held(both)?.archive).toBeNull();
  });

  it('[DEL-7] whatever the order of answers and events, place, text and count are those of the server', () => {
    const step = fc.constantFrom('heard', 'own', 'ask', 'answer', 'read');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let server = conversationView(chat);
        let state = stateWith();
        let asked: { told: ConversationView; list: InternalState['conversations'] } | null = null;
        const write = (from: SeatId) => {
          const seq = server.lastSeq + 1;
          const unread = server.unread + (from === me ? 0 : 1);
          server = { ...server, lastSeq: seq, excerpt: `text ${seq}`, unread };
          state = heard(state, seq, from);
        };
        for (const each of steps) {
          if (each === 'heard') write(peer);
          if (each === 'own') write(me);
          if (each === 'ask') asked = { told: server, list: state.conversations };
          if (each === 'answer' && asked) state = withAnswer(state, asked.told, asked.list);
          if (each === 'read') {
            server = { ...server, readSeq: server.lastSeq, unread: 0 };
            state = withReadUpTo(state, { conversation: chat, interaction: null, seq: server.lastSeq });
          }
          const { lastSeq, readSeq, unread } = server;
          const excerpt = lastSeq === 0 ? '' : `text ${lastSeq}`;
          expect(held(state)).toMatchObject({ lastSeq, excerpt, readSeq, unread });
        }
      }),
      { numRuns: 300 },
    );
  });
});
