import type { ClientId, SeatId } from '@tieline/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyText } from '../../test/body-text.ts';
import { conversationOf, me, seatOf } from '../../test/cast.ts';
import { memoryStorage } from '../../test/memory-storage.ts';
import { newClientId } from './client-id.ts';
import type { PersistentMessage } from './persistent-message.ts';
import { PersistentQueue } from './persistent-queue.ts';
import { usualTiming } from '../timing.ts';

const chat = conversationOf(1);
const { goneAfter, aliveEvery } = usualTiming;
let storage: ReturnType<typeof memoryStorage>;
let faults: unknown[];

beforeEach(() => {
  vi.useFakeTimers();
  storage = memoryStorage();
  faults = [];
});
afterEach(() => void vi.useRealTimers());

interface Tab {
  readonly queue: PersistentQueue;
  readonly found: PersistentMessage[];
}

function open(seat: SeatId = me): Tab {
  const found: PersistentMessage[] = [];
  const queue = new PersistentQueue({
    storage,
    timing: usualTiming,
    onRestore: (each) => void found.push(...each),
    onFault: (fault) => void faults.push(fault),
  });
  queue.begin(seat);
  return { queue, found };
}

function write(
  { queue }: Tab,
  text: string,
  over: Partial<PersistentMessage['message']> = {},
): PersistentMessage {
  const message = {
    clientId: newClientId(),
    body: { kind: 'plain', text },
    at: new Date(Date.now()).toISOString(),
    state: 'queued',
    refusal: null,
    problem: null,
    storedSeq: null,
    storedIn: null,
    interaction: null,
    fileName: null,
    ...over,
  } as const;
  const kept = { conversation: chat, message };
  queue.keep(kept);
  return kept;
}

const textsOf = ({ found }: Tab) => found.map(({ message: { body } }) => bodyText(body));
const messageKeys = () => [...storage.texts.keys()].filter((key) => key.startsWith('tieline.queue.'));

describe('what a page leaves behind', () => {
  it('is found by the next one at once and in order, with what had become of it', () => {
    const before = open();
    const refusal = { rule: 'START-5', code: 'no-shared-group', sentence: 'No shared group.' } as const;
    write(before, 'first', { state: 'refused', refusal, problem: refusal.sentence });
    write(before, 'second', { state: 'sending' });
    write(before, 'third');
    before.queue.leave();
    const after = open();
    expect(textsOf(after)).toEqual(['first', 'second', 'third']);
    expect(after.found.map(({ message }) => message.state)).toEqual(['refused', 'queued', 'queued']);
    expect(after.found[0]?.message.refusal).toEqual(refusal);
  });

  it('is found a while after a crash, and only once', () => {
    write(open(), 'hello');
    // A crash: the timers of that page are gone with it.
    vi.clearAllTimers();
    const after = open();
    expect(textsOf(after)).toEqual([]);
    vi.advanceTimersByTime(goneAfter + aliveEvery);
    expect(textsOf(after)).toEqual(['hello']);
    vi.advanceTimersByTime(10 * goneAfter);
    expect(textsOf(after)).toHaveLength(1);
  });

  it('is not found by another seat, and is still there for its own', () => {
    const before = open();
    write(before, 'hello');
    before.queue.leave();
    expect(textsOf(open(seatOf(7)))).toEqual([]);
    expect(textsOf(open())).toEqual(['hello']);
  });

  it('is nothing any more once it is stored, given up, or the person has logged out', () => {
    const before = open();
    const { clientId } = write(before, 'stored').message;
    before.queue.drop(clientId);
    expect(messageKeys()).toEqual([]);
    write(before, 'waiting');
    const other = open();
    const late = write(other, 'of another tab');
    before.queue.deleteAll();
    // What becomes of it now must not bring it back.
    other.queue.keep({ ...late, message: { ...late.message, state: 'failed' } });
    expect(messageKeys()).toEqual([]);
  });

  it('is dropped where it is broken, and stops nothing', () => {
    const before = open();
    write(before, 'whole');
    before.queue.leave();
    const start = `tieline.queue.${me}.`;
    const broken = [
      '',
      'null',
      '{}',
      '[]',
      '{"body":',
      '{"owner":"a","conversation":"b","at":"c","state":"queued"}',
    ];
    broken.forEach((text, place) => storage.write(`${start}0000000${place}`, text));
    expect(textsOf(open())).toEqual(['whole']);
    expect(messageKeys()).toHaveLength(1);
  });
});

describe('two tabs', () => {
  it('leave each other what is theirs while they are there', () => {
    const [one, other] = [open(), open()];
    const [mine, theirs] = [write(one, 'mine'), write(other, 'theirs')];
    vi.advanceTimersByTime(10 * goneAfter);
    expect([one.found, other.found]).toEqual([[], []]);
    expect(one.queue.standingOf(mine)).toBe('ours');
    expect(one.queue.standingOf(theirs)).toBe('ours');
    one.queue.drop(theirs.message.clientId);
    expect(messageKeys()).toHaveLength(2);
  });

  it('[DEL-7] do not overtake each other in a conversation, unless one is stuck', () => {
    const [one, other] = [open(), open()];
    const first = write(one, 'first');
    const second = write(other, 'second');
    expect(other.queue.standingOf(second)).toBe('behind');
    one.queue.drop(first.message.clientId);
    expect(other.queue.standingOf(second)).toBe('ours');
    other.queue.drop(second.message.clientId);
    const stuck = write(one, 'stuck');
    const third = write(other, 'third');
    expect(other.queue.standingOf(third)).toBe('behind');
    vi.advanceTimersByTime(goneAfter + 2 * aliveEvery);
    expect([other.queue.standingOf(third), one.queue.standingOf(stuck)]).toEqual(['ours', 'ours']);
  });

  it('[DEL-6] one that was frozen finds that its messages are taken over, and lets them be', () => {
    const frozen = open();
    const [first, second] = [write(frozen, 'first'), write(frozen, 'second')];
    vi.clearAllTimers();
    const other = open();
    vi.advanceTimersByTime(goneAfter + aliveEvery);
    expect(textsOf(other)).toEqual(['first', 'second']);
    other.queue.drop(first.message.clientId);
    expect([first, second].map((kept) => frozen.queue.standingOf(kept))).toEqual(['lost', 'lost']);
    frozen.queue.drop(second.message.clientId);
    frozen.queue.keep(first);
    expect(messageKeys()).toHaveLength(1);
    // What it writes from now on is its own.
    const third = write(frozen, 'third');
    other.queue.drop(second.message.clientId);
    expect(frozen.queue.standingOf(third)).toBe('ours');
  });

  it('where both take over at once, one of them is the owner', () => {
    const gone = open();
    const kept = write(gone, 'hello');
    gone.queue.leave();
    const text = storage.read(messageKeys()[0] ?? '') ?? '';
    const one = open();
    storage.write(messageKeys()[0] ?? '', text);
    const other = open();
    expect([one, other].map(textsOf)).toEqual([['hello'], ['hello']]);
    expect([one, other].map(({ queue }) => queue.standingOf(kept))).toEqual(['lost', 'ours']);
  });
});

describe('a storage that fails', () => {
  it('loses nothing by it', () => {
    const before = open();
    write(before, 'hello');
    before.queue.leave();
    const { read } = storage;
    storage.read = () => {
      throw new Error('busy');
    };
    const after = open();
    expect(textsOf(after)).toEqual([]);
    storage.read = read;
    vi.advanceTimersByTime(aliveEvery);
    expect([textsOf(after), faults.length]).toEqual([['hello'], 1]);
  });

  it('is told of once, and the messages go on', () => {
    const full = new Error('full');
    storage.write = () => {
      throw full;
    };
    const tab = open();
    const kept = write(tab, 'hello');
    write(tab, 'again');
    tab.queue.drop(kept.message.clientId);
    expect([faults, tab.queue.standingOf(kept)]).toEqual([[full], 'ours']);
  });
});

it('keeps what was written before the seat was known as soon as it is', () => {
  const queue = new PersistentQueue({ storage, timing: usualTiming, onRestore: () => {} });
  write({ queue, found: [] }, 'early');
  const { clientId } = write({ queue, found: [] }, 'given up').message;
  queue.drop(clientId);
  expect(messageKeys()).toEqual([]);
  queue.begin(me);
  expect(messageKeys()).toHaveLength(1);
});

it('without a storage keeps nothing, and lets everything pass', () => {
  const queue = new PersistentQueue({ storage: undefined, timing: usualTiming, onRestore: () => {} });
  queue.begin(me);
  const kept = write({ queue, found: [] }, 'hello');
  queue.drop('' as ClientId);
  expect([queue.standingOf(kept), vi.getTimerCount()]).toEqual(['ours', 0]);
});
