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

const toldWithinMs = 15_000;

/** Seats change their status by turns; each change has to reach everybody who watches the seat, once. */
export class Toggling {
  readonly #agents: readonly Agent[];
  readonly #watchersOf: Map<string, number[]>;
  readonly #changes = new Map<string, Change>();
  readonly #onBreak = new Set<number>();
  readonly #latencies = createSamples();
  readonly #wrong: string[] = [];
  #turn = -1;

  constructor(agents: readonly Agent[]) {
    this.#agents = agents;
    this.#watchersOf = new Map(agents.map((agent) => [agent.seat, []]));
    for (const [index, agent] of agents.entries())
      for (const seat of agent.colleagues) this.#watchersOf.get(seat)?.push(index);
  }

  see({ watcher, seat, word }: Seen): void {
    const change = this.#changes.get(seat);
    // Others come and go as well; only changes that were asked for are measured.
    if (change === undefined) return;
    if (word !== change.word || !change.missing.delete(watcher)) {
      this.#wrong.push(`watcher ${watcher} was told ${word} of ${seat}, once too often`);
      return;
    }
    this.#latencies.add(performance.now() - change.at);
    if (change.missing.size === 0) change.done();
  }

  /** Makes `atOnce` changes at a time, each time asking `goesOn` whether there is to be one more. */
  async run(watchers: readonly Watcher[], atOnce: number, goesOn: () => boolean): Promise<TogglingFigures> {
    const { length } = this.#agents;
    if (atOnce >= length) throw new Error(`${length} seats are too few for ${atOnce} changes at once`);
    this.#latencies.clear();
    const began = performance.now();
    let changes = 0;
    const toggleInTurn = async (): Promise<void> => {
      while (goesOn()) {
        const { index, word } = this.#nextTurn();
        const [watcher, agent] = [watchers[index], this.#agents[index]];
        if (watcher && agent) await this.#toggle(watcher, agent.seat, word);
        changes += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, toggleInTurn));
    if (this.#wrong.length > 0) throw new Error(this.#wrong.slice(0, 5).join('; '));
    const delivery = spreadOf(this.#latencies.values());
    return { ms: performance.now() - began, changes, events: delivery.count, delivery };
  }

  async #toggle(watcher: Watcher, seat: string, word: Change['word']): Promise<void> {
    const everybodyTold = new Promise<void>((resolve, reject) => {
      const late = (): void => reject(new Error(`${seat}: ${change.missing.size} watchers were not told`));
      const patience = setTimeout(late, toldWithinMs);
      const done = (): void => {
        clearTimeout(patience);
        resolve();
      };
      const change = { at: performance.now(), word, missing: new Set(this.#watchersOf.get(seat)), done };
      this.#changes.set(seat, change);
    });
    await Promise.all([watcher.setStatus(word), everybodyTold]);
    this.#changes.delete(seat);
  }

  /** The next seat of which no change is under way; its status, turned round. */
  #nextTurn(): { index: number; word: Change['word'] } {
    do this.#turn = (this.#turn + 1) % this.#agents.length;
    while (this.#changes.has(this.#agents[this.#turn]?.seat ?? ''));
    const index = this.#turn;
    const isOnBreak = this.#onBreak.delete(index);
    if (!isOnBreak) this.#onBreak.add(index);
    return { index, word: isOnBreak ? 'available' : 'on-break' };
  }
}
