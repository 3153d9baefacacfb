import { describe, expect, it } from 'vitest';
import { Toggling } from './toggling.ts';
import type { Watcher } from './watchers.ts';

const seats = ['anna', 'ben', 'cleo'];
const agents = seats.map((seat) => ({
  ...{ seat, entrance: 'token', localAddress: '127.0.0.1' },
  colleagues: seats.filter((other) => other !== seat),
}));

/** Consoles of a server that tells everybody at once, and some of them twice. */
function consoles(repeatedTo: number | null) {
  const toggling = new Toggling(agents);
  const set: string[] = [];
  const watchers = seats.map((seat, own): Watcher => ({
    watch: async () => undefined,
    setStatus: async (word) => {
      set.push(`${seat} ${word}`);
      for (const watcher of [0, 1, 2].filter((index) => index !== own))
        for (let told = 0; told < (watcher === repeatedTo ? 2 : 1); told += 1)
          toggling.see({ watcher, seat, word });
      await new Promise((resolve) => setTimeout(resolve, 1));
    },
  }));
  return { toggling, set, watchers };
}

/** Says yes so many times. */
function times(count: number): () => boolean {
  let left = count;
  return () => left-- > 0;
}

describe('seats that change their status', () => {
  it('turn it round each time, in one round and the next', async () => {
    const { toggling, set, watchers } = consoles(null);
    const rounds = [await toggling.run(watchers, 2, times(9)), await toggling.run(watchers, 2, times(9))];
    for (const { changes, events } of rounds) {
      expect(changes).toBe(9);
      expect(events).toBe(2 * changes);
    }
    for (const seat of seats) {
      const words = set.filter((one) => one.startsWith(seat)).map((one) => one.split(' ')[1]);
      expect(words.length).toBeGreaterThan(0);
      expect(words).toEqual(words.map((_, index) => (index % 2 === 0 ? 'on-break' : 'available')));
    }
  });

  it('notice a watcher who is told twice', async () => {
    const { toggling, watchers } = consoles(0);
    await expect(toggling.run(watchers, 1, times(2))).rejects.toThrow(
      'watcher 0 was told on-break of ben, once too often',
    );
  });
});
