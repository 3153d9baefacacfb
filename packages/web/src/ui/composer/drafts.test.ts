import type { ConversationId, SeatId } from '@tieline/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Drafts = typeof import('./drafts.ts');

const seat = 'seat-1' as SeatId;
const chat = 'chat-1' as ConversationId;
let local: Storage;

/** A storage as a browser has it: its keys are its properties. */
function storage(): Storage {
  const texts: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => texts[key] ?? null,
    setItem: (key: string, text: string) => void (texts[key] = text),
    removeItem: (key: string) => void Reflect.deleteProperty(texts, key),
  };
  return new Proxy(texts, {
    get: (_, name) => methods[name as keyof typeof methods],
  }) as unknown as Storage;
}

interface Tab {
  readonly run: <Result>(work: (drafts: Drafts) => Result) => Result;
  readonly leave: () => void;
}

/** A page with storage of its own beside the shared one; `session` is what a reload keeps of the page before. */
async function openTab(session = storage()): Promise<Tab> {
  vi.resetModules();
  const leaving: (() => void)[] = [];
  vi.stubGlobal('sessionStorage', session);
  vi.stubGlobal('addEventListener', (_name: string, listener: () => void) => void leaving.push(listener));
  const drafts = await import('./drafts.ts');
  drafts.keepDraftsOnLeaving();
  const run = <Result>(work: (own: Drafts) => Result) => {
    vi.stubGlobal('sessionStorage', session);
    return work(drafts);
  };
  return { run, leave: () => run(() => leaving.forEach((listener) => listener())) };
}

const read = (tab: Tab) => tab.run(({ readDraft }) => readDraft(seat, chat));
const write = (tab: Tab, text: string) => tab.run(({ writeDraft }) => writeDraft(seat, chat, text));

beforeEach(() => {
  local = storage();
  vi.stubGlobal('localStorage', local);
});
afterEach(() => void vi.unstubAllGlobals());

it('a draft is kept with every change, and is there after a reload and after a crash', async () => {
  const session = storage();
  const before = await openTab(session);
  write(before, 'hel');
  write(before, 'hello');
  expect(read(await openTab(session))).toBe('hello');
  expect(read(await openTab())).toBe('hello');
});

it('two tabs do not wipe each other’s draft', async () => {
  const sessions = [storage(), storage()];
  const [one, other] = await Promise.all(sessions.map(openTab));
  if (!one || !other) throw new Error('no tabs');
  write(one, 'from one');
  write(other, 'from the other');
  expect([read(one), read(other)]).toEqual(['from one', 'from the other']);
  write(other, '');
  expect(read(await openTab(sessions[0]))).toBe('from one');
  expect(one.run(({ hasDraft }) => hasDraft(seat, chat))).toBe(true);
  write(one, '');
  expect(one.run(({ hasDraft }) => hasDraft(seat, chat))).toBe(false);
});

it('a tab goes on with what another one has left, and the other one keeps its own at its end', async () => {
  const one = await openTab();
  write(one, 'hello');
  const other = await openTab();
  expect(read(other)).toBe('hello');
  write(other, 'hello there');
  write(other, '');
  expect(other.run(({ hasDraft }) => hasDraft(seat, chat))).toBe(false);
  one.leave();
  expect(read(one)).toBe('hello');
});

it('log-out deletes the drafts of the seat, in every tab, and the end of the page does not bring them back', async () => {
  const one = await openTab();
  const other = await openTab();
  write(one, 'one');
  write(other, 'other');
  other.run(({ writeDraft }) => writeDraft('seat-2' as SeatId, chat, 'of somebody else'));
  one.run(({ deleteDrafts }) => deleteDrafts(seat));
  other.run(({ deleteDrafts }) => deleteDrafts(seat));
  one.leave();
  other.leave();
  expect(Object.keys(local)).toEqual([`tieline.draft.seat-2.${chat}`]);
});

it('a draft of an earlier version is not lost', async () => {
  const document = '{"type":"doc","content":[]}';
  const key = `tieline.draft.${seat}.${chat}`;
  for (const text of ['as it was typed', document, '{broken']) {
    local.setItem(key, text);
    const tab = await openTab();
    expect(read(tab)).toBe(text);
    write(tab, '');
    expect(local.getItem(key)).toBeNull();
  }
});

it.each([
  '{"tabs":1}',
  '{"tabs":{"other":null}}',
  '{"tabs":{"other":{"text":7,"at":1}}}',
  '{"tabs":{"other":"text"}}',
])('%s, which is no draft, keeps nobody from writing', async (strange) => {
  const key = `tieline.draft.${seat}.${chat}`;
  local.setItem(key, '{"tabs":{"other":{"text":"typed","at":1}}}');
  expect(read(await openTab())).toBe('typed');
  local.setItem(key, strange);
  const tab = await openTab();
  expect(read(tab)).toBe('');
  write(tab, 'hello');
  expect(read(tab)).toBe('hello');
});

it('a storage that is full is told of once, and typing goes on', async () => {
  const tab = await openTab();
  const reported = vi.fn<(fault: unknown) => void>();
  vi.stubGlobal('reportError', reported);
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => {
      throw new Error('full');
    },
  });
  write(tab, 'a');
  write(tab, 'ab');
  expect(reported).toHaveBeenCalledTimes(1);
});

it('keeps nothing that cannot be seen, and says of none that it is there', async () => {
  const tab = await openTab();
  const has = () => tab.run(({ hasDraft, draftsOf }) => [hasDraft(seat, chat), draftsOf(seat)]);
  write(tab, 'Hello');
  expect(has()).toEqual([true, [chat]]);
  write(tab, '\u2800\u200b \n\u3164');
  expect(has()).toEqual([false, []]);
  // As an earlier version may have left it.
  const key = `tieline.draft.${seat}.${chat}`;
  local.setItem(key, JSON.stringify({ tabs: { other: { text: ' \n', at: 1 } } }));
  expect(has()).toEqual([false, []]);
  local.setItem(key, '\u2800');
  expect(has()).toEqual([false, []]);
});

describe('what a draft was written in', () => {
  const inFirst = { interaction: 1, end: null };
  const over = { interaction: 1, end: { reason: 'logged-out', by: seat } } as const;
  const originOf = (tab: Tab) => tab.run(({ readOrigin }) => readOrigin(seat, chat));

  it('is kept beside its words, moved with them, and gone with them', async () => {
    const session = storage();
    const tab = await openTab(session);
    expect(originOf(tab)).toBeNull();
    tab.run(({ writeDraft }) => writeDraft(seat, chat, 'hello', inFirst));
    expect(originOf(await openTab(session))).toEqual(inFirst);
    tab.run(({ moveDraft }) => moveDraft(seat, chat, over));
    expect([read(tab), originOf(tab)]).toEqual(['hello', over]);
    expect(originOf(await openTab())).toEqual(over);
    write(tab, '');
    expect(originOf(tab)).toBeNull();
    tab.run(({ moveDraft }) => moveDraft(seat, chat, over));
    expect([read(tab), originOf(tab)]).toEqual(['', null]);
  });

  it('is kept once more when the page ends', async () => {
    const tab = await openTab();
    tab.run(({ writeDraft }) => writeDraft(seat, chat, 'hello', inFirst));
    for (const key of Object.keys(local)) local.removeItem(key);
    tab.leave();
    expect([read(tab), originOf(tab)]).toEqual(['hello', inFirst]);
  });

  it.each([
    ['nothing', {}],
    ['another form', { origin: 'x' }],
    ['no number', { origin: { interaction: '1' } }],
  ])('is unknown of a slot with %s', async (_, more) => {
    const tab = await openTab();
    const slots = { other: { text: 'hello', at: 1, ...more } };
    local.setItem(`tieline.draft.${seat}.${chat}`, JSON.stringify({ tabs: slots }));
    expect([read(tab), originOf(tab)]).toEqual(['hello', null]);
  });
});

it('who follows the drafts hears of each change, here and of another tab, until they stop', async () => {
  const tab = await openTab();
  const heard = vi.fn<() => void>();
  const others: ((event: { key: string | null }) => void)[] = [];
  vi.stubGlobal('addEventListener', (_name: string, listener: () => void) => void others.push(listener));
  vi.stubGlobal('removeEventListener', (_name: string, listener: () => void) => {
    others.splice(others.indexOf(listener), 1);
  });
  const stop = tab.run(({ followDrafts }) => followDrafts(heard));
  write(tab, 'a');
  expect(heard).toHaveBeenCalledTimes(1);
  others[0]?.({ key: 'tieline.choices' });
  expect(heard).toHaveBeenCalledTimes(1);
  others[0]?.({ key: `tieline.draft.${seat}.${chat}` });
  others[0]?.({ key: null });
  expect(heard).toHaveBeenCalledTimes(3);
  stop();
  write(tab, 'b');
  expect([heard.mock.calls.length, others]).toEqual([3, []]);
});

it('to look at a draft is not to go on with it', async () => {
  const [one, other] = [await openTab(), await openTab()];
  write(one, 'hello');
  expect(other.run(({ peekDraft }) => peekDraft(seat, chat))).toBe('hello');
  write(other, 'mine');
  expect([read(one), read(other)]).toEqual(['hello', 'mine']);
});
