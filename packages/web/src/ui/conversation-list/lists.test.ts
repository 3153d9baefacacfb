import type { ConversationId, ConversationView } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import {
  chatsIn,
  listContextOf,
  neighbourOf,
  emptyListContext,
  ownSections,
  unreadOf,
  withGone,
} from './lists.ts';

const allowed = { allowed: true, rule: 'START-1' } as const;
const base = {
  kind: 'direct',
  archive: null,
  peer: {
    seat: 'peer',
    kind: 'office',
    name: 'Peer',
    title: '',
    roster: 'office',
    presence: { word: 'offline', since: null },
  },
  lastSeq: 1,
  lastAt: '2026-11-22T10:00:00.000Z',
  excerpt: '',
  excerptFrom: null,
  readSeq: 0,
  unread: 1,
  whileAway: null,
  section: 'chats',
  phase: 'permanent',
  interaction: null,
  abilities: {
    send: allowed,
    rich: allowed,
    files: allowed,
    typing: allowed,
    receipts: allowed,
    end: allowed,
  },
} as const;

function listOf(...conversations: (Omit<Partial<ConversationView>, 'id'> & { id: string })[]) {
  const views = conversations.map((one) => ({ ...base, ...one }) as unknown as ConversationView);
  return new Map(views.map((one) => [one.id, one]));
}

const ids = (list: readonly ConversationView[]): readonly string[] => list.map((one) => one.id);

describe('the lists of chats', () => {
  it('have the newest first, and an empty one only while it is open', () => {
    const all = listOf(
      { id: 'old', lastAt: '2026-11-20T10:00:00.000Z' },
      { id: 'new' },
      { id: 'empty', lastAt: null },
    );
    expect(ids(chatsIn(all, ['chats']))).toEqual(['new', 'old']);
    expect(ids(chatsIn(all, ['chats'], { ...emptyListContext, open: 'empty' }))).toEqual([
      'empty',
      'new',
      'old',
    ]);
  });

  it('[HIST-5] keep one that has gone only while it holds something that is not sent', () => {
    const all = listOf({ id: 'runs', section: 'agent-chats' });
    const views = listOf(
      { id: 'held', section: 'agent-chats' },
      { id: 'empty', section: 'agent-chats' },
      { id: 'runs', section: 'expert-chats' },
    );
    const gone = new Map([...views].map(([id, conversation]) => [id, { conversation, end: null }]));
    const seen = withGone(all, gone, (id) => ['held', 'runs'].includes(id));
    expect([...seen.keys()].toSorted()).toEqual(['held', 'runs']);
    expect(seen.get('runs' as ConversationId)?.section).toBe('agent-chats');
    expect(withGone(all, gone, () => false)).toBe(all);
  });

  it('[HIST-5] drop one that is over although it is still open, until it is opened anew', () => {
    const all = listOf({ id: 'over', section: 'agent-chats', phase: 'over', lastAt: null });
    const gone = new Map([...all].map(([id, conversation]) => [id, { conversation, end: null }]));
    const listed = (...context: Parameters<typeof listContextOf>) =>
      ids(chatsIn(all, ['agent-chats'], listContextOf(...context)));
    expect(listed('over', new Map(), new Set())).toEqual(['over']);
    expect(listed('over', gone, new Set())).toEqual([]);
    expect(listed('over', gone, new Set(['over']))).toEqual(['over']);
  });

  it('keep one that holds nothing but a draft', () => {
    const all = listOf(
      { id: 'written' },
      { id: 'typed', lastAt: null },
      { id: 'ended', section: 'agent-chats', phase: 'over' },
      { id: 'asked', section: 'expert-chats', lastAt: null },
      { id: 'empty', lastAt: null },
    );
    const kept = { ...emptyListContext, hasUnsent: (id: string) => ['typed', 'ended', 'asked'].includes(id) };
    expect(ids(chatsIn(all, ['chats'], kept))).toEqual(['typed', 'written']);
    expect(ids(chatsIn(all, ownSections, kept))).toEqual(['typed', 'asked', 'written', 'ended']);
    expect(ids(chatsIn(all, ['agent-chats'], kept))).toEqual(['ended']);
    expect(ids(chatsIn(all, ['expert-chats'], kept))).toEqual(['asked']);
  });

  it('keep the archive apart', () => {
    const all = listOf({ id: 'own' }, { id: 'archived', section: 'archive' });
    expect(ids(chatsIn(all, ['chats']))).toEqual(['own']);
    expect(ids(chatsIn(all, ['archive']))).toEqual(['archived']);
  });

  it('[HIST-5] show an agent chat while its interaction runs', () => {
    const interaction = { number: 2, fromSeq: 4, startedAt: '2026-11-22T09:00:00.000Z' };
    const all = listOf(
      { id: 'runs', section: 'agent-chats', phase: 'running', interaction },
      { id: 'begins', section: 'agent-chats', phase: 'running', interaction, lastAt: null },
      { id: 'ended', section: 'agent-chats', phase: 'over' },
    );
    expect(ids(chatsIn(all, ['agent-chats']))).toEqual(['begins', 'runs']);
  });

  it('are walked through from the open chat', () => {
    const order = [...listOf({ id: 'a' }, { id: 'b' }, { id: 'c' }).values()];
    const next = (open: string | undefined, step: 1 | -1): ConversationId | undefined =>
      neighbourOf(order, open, step)?.id;
    expect(next('a', 1)).toBe('b');
    expect(next('b', -1)).toBe('a');
    expect(next('c', 1)).toBeUndefined();
    expect(next(undefined, 1)).toBe('a');
    expect(next(undefined, -1)).toBe('c');
  });

  it('count what is unread', () => {
    expect(unreadOf(listOf({ id: 'a', unread: 2 }, { id: 'b', unread: 3 }).values())).toBe(5);
  });
});
