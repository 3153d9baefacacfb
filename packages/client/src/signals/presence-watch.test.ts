import type { CommandInput, CommandResult, PresenceView } from '@tieline/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { range, seatOf } from '../../test/cast.ts';
import { LineLost } from '../connection/fault.ts';
import { PresenceWatch } from './presence-watch.ts';
import { usualTiming } from '../timing.ts';

type Entries = CommandInput<'watch-presence'>['entries'];

let asked: Entries[];
let snapshots: number[];
let answer: (entries: Entries) => Promise<CommandResult<'watch-presence'>>;
let presence: PresenceWatch;
const looks: PresenceView = { word: 'online', since: null };
const entry = (number: number) => ({ roster: 'office', seat: seatOf(number) }) as const;
const tick = () => vi.advanceTimersByTimeAsync(5);
const seats = (place: number) => asked.at(place)?.map(({ seat }) => seat);

beforeEach(() => {
  vi.useFakeTimers();
  [asked, snapshots] = [[], []];
  answer = (entries) => Promise.resolve({ entries: entries.map((each) => ({ ...each, presence: looks })) });
  presence = new PresenceWatch({
    timing: usualTiming,
    submit: ({ entries }) => {
      asked.push(entries);
      return answer(entries);
    },
    onSnapshot: (entries) => void snapshots.push(entries.length),
  });
});
afterEach(() => void vi.useRealTimers());

describe('the entries that are watched', () => {
  it('go out as one set for all that was asked in a moment', async () => {
    presence.renew();
    presence.watch([entry(1), entry(2)]);
    presence.watch([entry(2), entry(3)]);
    await tick();
    expect(asked).toHaveLength(1);
    expect(new Set(seats(0))).toEqual(new Set([seatOf(1), seatOf(2), seatOf(3)]));
    expect(snapshots.at(-1)).toBe(3);
  });

  it('stay as long as one view looks at them, and are let go of once', async () => {
    presence.renew();
    const first = presence.watch([entry(1)]);
    const second = presence.watch([entry(1)]);
    await tick();
    first();
    first();
    await tick();
    expect(asked).toHaveLength(1);
    second();
    await tick();
    expect(asked).toHaveLength(2);
    expect(seats(1)).toEqual([]);
  });

  it('are told to every new line, and to none before it says welcome', async () => {
    presence.watch([entry(1)]);
    await tick();
    expect(asked).toHaveLength(0);
    presence.renew();
    await tick();
    presence.suspend();
    presence.renew();
    await tick();
    expect(asked).toHaveLength(2);
  });

  it('are told again after an error that may be retried', async () => {
    const usual = answer;
    answer = () => {
      answer = usual;
      return Promise.reject(new LineLost());
    };
    presence.renew();
    presence.watch([entry(1)]);
    await tick();
    await vi.advanceTimersByTimeAsync(usualTiming.backOffMost);
    expect(asked).toHaveLength(2);
    expect(snapshots.at(-1)).toBe(1);
  });

  it('change while an answer is awaited without being forgotten', async () => {
    let release = () => {};
    const usual = answer;
    answer = (entries) => new Promise((resolve) => (release = () => void resolve(usual(entries))));
    presence.renew();
    presence.watch([entry(1)]);
    await tick();
    presence.watch([entry(2)]);
    await tick();
    expect(asked).toHaveLength(1);
    release();
    await tick();
    expect(seats(1)).toEqual([seatOf(1), seatOf(2)]);
  });

  it('are the newest ones when there are more than the server takes', async () => {
    presence.renew();
    presence.watch(range(1, 501).map(entry));
    await tick();
    expect(seats(0)).toHaveLength(500);
    expect(seats(0)).not.toContain(seatOf(1));
    expect(seats(0)).toContain(seatOf(501));
  });
});
