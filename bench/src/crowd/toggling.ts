import { createSamples } from '../measure/samples.ts';
import { type Spread, spreadOf } from '../measure/percentiles.ts';
import type { Agent } from './shift.ts';
import type { Seen, Watcher } from './watchers.ts';

export interface TogglingFigures {
  readonly ms: number;
  readonly changes: number;
  readonly events: number;
  /** From the command to each watcher's socket. */
  readonly delivery: Spread;
}

interface Change {
  readonly at: number;
  readonly word: 'available' | 'on-break';
  readonly missing: Set<number>;
  readonly done: () => void;
}

/** Seats change their status by turns; each change has to reach everybody who watches the seat, once. */
export interface Toggling {
  see(seen: Seen): void;
  /** Makes `atOnce` changes at a time, each time asking `goesOn` whether there is to be one more. */
  run(watchers: readonly Watcher[], atOnce: number, goesOn: () => boolean): Promise<TogglingFigures>;
}

const toldWithinMs = 15_000;

export function createToggling(agents: readonly Agent[]): Toggling {
  const watchersOf = new Map<string, number[]>(agents.map((agent) => [agent.seat, []]));
  for (const [index, agent] of agents.entries())
    for (const seat of agent.colleagues) watchersOf.get(seat)?.push(index);
  const underWay = new Map<string, Change>();
  const onBreak = new Set<number>();
  let turn = -1;
  const latencies = createSamples();
  const wrong: string[] = [];

  function see({ watcher, seat, word }: Seen): void {
    const change = underWay.get(seat);
    // Others come and go as well; only changes that were asked for are measured.
    if (change === undefined) return;
    if (word !== change.word || !change.missing.delete(watcher)) {
      wrong.push(`watcher ${watcher} was told ${word} of ${seat}, once too often`);
      return;
    }
    latencies.add(performance.now() - change.at);
    if (change.missing.size === 0) change.done();
  }

  async function toggle(watcher: Watcher, seat: string, word: Change['word']): Promise<void> {
    const told = new Promise<void>((resolve, reject) => {
      const late = (): void => reject(new Error(`${seat}: ${change.missing.size} watchers were not told`));
      const patience = setTimeout(late, toldWithinMs);
      const done = (): void => {
        clearTimeout(patience);
        resolve();
      };
      const change = { at: performance.now(), word, missing: new Set(watchersOf.get(seat)), done };
      underWay.set(seat, change);
    });
    await Promise.all([watcher.setStatus(word), told]);
    underWay.delete(seat);
  }

  /** The next seat of which no change is under way; its status, turned round. */
  function nextTurn(): { index: number; word: Change['word'] } {
    do turn = (turn + 1) % agents.length;
    while (underWay.has(agents[turn]?.seat ?? ''));
    const isOnBreak = onBreak.has(turn);
    if (isOnBreak) onBreak.delete(turn);
    else onBreak.add(turn);
    return { index: turn, word: isOnBreak ? 'available' : 'on-break' };
  }

  async function run(
    watchers: readonly Watcher[],
    atOnce: number,
    goesOn: () => boolean,
  ): Promise<TogglingFigures> {
    if (atOnce >= agents.length)
      throw new Error(`${agents.length} seats are too few for ${atOnce} changes at once`);
    latencies.clear();
    const began = performance.now();
    let changes = 0;
    const lane = async (): Promise<void> => {
      while (goesOn()) {
        const { index, word } = nextTurn();
        const [watcher, agent] = [watchers[index], agents[index]];
        if (watcher && agent) await toggle(watcher, agent.seat, word);
        changes += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('; '));
    const delivery = spreadOf(latencies.values());
    return { ms: performance.now() - began, changes, events: delivery.count, delivery };
  }

  return { see, run };
}
