import type { Page } from 'playwright-core';
import type { Window } from '../windows.ts';

/** What the screen of somebody who reads has shown, apart from what the app itself believes. */
export interface Eyes {
  /** Messages by the number that they begin with, and how many pixels of each were never in view. */
  unseen(): Promise<ReadonlyMap<number, number>>;
  /** What is in view now: the numbers, and how far the view is from its end. */
  view(): Promise<View>;
  /** For each frame the number of the message in the middle of the view. */
  middles(): Promise<readonly number[]>;
}

export interface View {
  readonly numbers: readonly number[];
  readonly fromEnd: number;
  /** Pixels of the view without any row. */
  readonly empty: number;
}

/** Looks at each frame. A message is known by the number at the beginning of its words, such as `#12 ...`. */
const watching = `(() => {
  const state = (globalThis.__eyes = { seen: new Map(), middles: [], view: null });
  const look = () => {
    requestAnimationFrame(look);
    const box = document.querySelector('[data-testid="timeline"]');
    if (!box) return;
    const view = box.getBoundingClientRect();
    const numbers = [];
    let [filled, middle] = [0, null];
    for (const row of box.querySelectorAll('[role="listitem"]')) {
      const { top, bottom, height } = row.getBoundingClientRect();
      const number = Number(/#(\\d+)/.exec(row.textContent)?.[1] ?? NaN);
      const [from, to] = [Math.max(0, view.top - top), Math.min(height, view.bottom - top)];
      if (Number.isNaN(number)) continue;
      const held = state.seen.get(number) ?? { from: Infinity, to: -Infinity, height };
      if (to - from > 0.5) {
        numbers.push(number);
        filled += to - from;
        held.from = Math.min(held.from, from);
        held.to = Math.max(held.to, to);
        if (top <= (view.top + view.bottom) / 2) middle = number;
      }
      held.height = height;
      state.seen.set(number, held);
    }
    if (middle !== null) state.middles.push(middle);
    state.view = {
      numbers,
      fromEnd: box.scrollHeight - box.scrollTop - box.clientHeight,
      empty: Math.max(0, view.height - filled),
    };
  };
  requestAnimationFrame(look);
})()`;

export async function watch(page: Page): Promise<Eyes> {
  await page.evaluate(watching);
  return {
    unseen: async () => {
      const seen =
        await page.evaluate<[number, { from: number; to: number; height: number }][]>('[...__eyes.seen]');
      return new Map(seen.map(([number, { from, to, height }]) => [number, height - Math.max(0, to - from)]));
    },
    view: async () => {
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      return (await page.evaluate<View | null>('__eyes.view')) ?? { numbers: [], fromEnd: NaN, empty: NaN };
    },
    middles: () => page.evaluate<number[]>('__eyes.middles'),
  };
}

/** How far the app has told the server that somebody has read. */
export function readMark({ sent }: Window): number {
  const marks = sent
    .map((frame) => JSON.parse(frame) as { do?: string; with?: { seq?: number } })
    .filter((command) => command.do === 'mark-read');
  return Math.max(0, ...marks.map((command) => command.with?.seq ?? 0));
}

/** Long enough for whatever wrongly counts as read to be told; nothing is measured by it. */
export const letPass = (page: Page): Promise<void> => page.waitForTimeout(1_800);
