import type { ConversationView, ServerEvent } from '@tieline/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Company, type Told } from '../../test/model/company.ts';
import { peer, seqsOf } from '../../test/cast.ts';
import { applyEvent, emptyState, type InternalState, isLate, withAnswer } from './state.ts';
import { lastShown, mergeAnsweredPage, newTimeline } from './timeline.ts';

const place = fc.nat(2);
const change = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hear' as const), place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('read' as const), place }) },
  /** The client asks for the list and a page; the answer comes later, after any number of events. */
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ask' as const), place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('answer' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('twice' as const), back: fc.nat(6) }) },
);

/** The snapshot of a client that starts now. */
function snapshot(company: Company): InternalState {
  const welcome: ServerEvent = {
    on: 'welcome',
    protocol: 1,
    self: company.self,
    idleAfterSeconds: 300,
    token: null,
  };
  const state = applyEvent(emptyState(), welcome);
  const all = [...company.listed('own'), ...company.listed('archive')];
  const listed = all.reduce((now, told) => withAnswer(now, copy(told), new Map()), state);
  const timelines = company.chats.map(
    (chat) =>
      [chat.id, mergeAnsweredPage(newTimeline(0), company.page(chat, {}), {}) ?? newTimeline(0)] as const,
  );
  return { ...listed, timelines: new Map(timelines) };
}

const copy = <Value>(value: Value) => JSON.parse(JSON.stringify(value)) as Value;
const byId = (one: ConversationView, other: ConversationView) => (one.id < other.id ? -1 : 1);
const listOf = (state: InternalState) => [...state.conversations.values()].toSorted(byId);

it('[DEL-7] a snapshot and the events after it are as good as a fresh snapshot, however they are mixed', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('office' as const, 'console' as const),
      fc.array(change, { maxLength: 50 }),
      (surface, changes) => {
        const company = new Company(surface, 30);
        for (const chat of company.chats) company.write(chat, peer, 'the first');
        let state = snapshot(company);
        const waiting: Told[] = [];
        const heard: Told[] = [];
        let answer: ((now: InternalState) => InternalState) | null = null;
        company.onTold.push((told) => void waiting.push(copy(told)));
        const deliver = (told: Told | undefined) => {
          if (told === undefined) return;
          heard.push(told);
          state = applyEvent(state, told.event);
        };
        for (const step of changes) {
          const chat = 'place' in step ? company.chats[step.place] : undefined;
          if (step.do === 'hear' && chat) company.write(chat, peer, `text ${company.place}`);
          if (step.do === 'end' && chat) company.end(chat);
          if (step.do === 'read' && chat) company.read(chat, chat.messages.length - chat.numbering.seq);
          if (step.do === 'ask' && chat) answer = ask(company, state, chat.id);
          if (step.do === 'answer' && answer) [state, answer] = [answer(state), null];
          if (step.do === 'deliver') waiting.splice(0, step.count).forEach(deliver);
          const again = step.do === 'twice' ? heard.at(-1 - step.back) : undefined;
          if (again?.event.on === 'message') deliver(again);
        }
        if (answer) state = answer(state);
        waiting.forEach(deliver);
        const fresh = snapshot(company);
        expect(listOf(state)).toEqual(listOf(fresh));
        for (const chat of company.chats) {
          const timeline = state.timelines.get(chat.id);
          const shown = seqsOf(timeline?.messages ?? []);
          const visible = seqsOf(company.shown(chat));
          expect(shown).toEqual(visible.slice(visible.length - shown.length));
          expect(timeline && lastShown(timeline)).toBeGreaterThanOrEqual(visible.at(-1) ?? 0);
        }
      },
    ),
    { numRuns: 500 },
  );
});

/** What the server says now, to be taken in later. */
function ask(company: Company, before: InternalState, id: ConversationView['id']) {
  const asked = before.conversations;
  const told = copy([...company.listed('own'), ...company.listed('archive')]);
  const timeline = before.timelines.get(id);
  const interaction = timeline?.interaction ? { interaction: timeline.interaction } : {};
  const query = timeline ? { after: lastShown(timeline), ...interaction } : {};
  const page = copy(company.page(company.chat(id), query));
  return (now: InternalState): InternalState => {
    const listed = told.reduce((state, each) => withAnswer(state, each, asked), now);
    const held = listed.timelines.get(id);
    const isOld = isLate(listed, { conversation: id, interaction: page.interaction });
    const merged = held && !isOld ? mergeAnsweredPage(held, page, query) : null;
    return merged ? { ...listed, timelines: new Map(listed.timelines).set(id, merged) } : listed;
  };
}
