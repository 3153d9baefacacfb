import type { ConversationView, MessageView } from '@tieline/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Instance } from '../test/model/instance.ts';
import { steps } from '../test/model/steps.ts';
import { chanceOf, VirtualTime } from '../test/model/virtual-time.ts';
import { World } from '../test/model/world.ts';

// The same every time, so that a gate does not fail by chance. To look further: TIELINE_RUNS=3000 TIELINE_SEED=1.
const runs = Number(process.env['TIELINE_RUNS'] ?? 200);
const seed = Number(process.env['TIELINE_SEED'] ?? 20_270_101);

let time: VirtualTime;

beforeEach(() => {
  time = new VirtualTime();
  time.install();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const worlds = fc.record({
  seed: fc.nat(),
  surface: fc.constantFrom('office' as const, 'console' as const),
  resumes: fc.constantFrom(true, true, true, false),
  tabs: fc.constantFrom(1 as const, 2 as const),
  drop: fc.constantFrom(0, 0, 0.15),
  history: fc.constantFrom(0, 3, 12),
});

/** The list as it is known, without what only an open chat keeps that has not begun. */
function listOf({ client }: Instance): ConversationView[] {
  const isBegun = ({ kind, interaction, lastSeq }: ConversationView) =>
    kind === 'agent' ? interaction !== null : lastSeq > 0;
  return [...client.getState().conversations.values()]
    .filter(isBegun)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** [DEL-7] What is shown is what the server has, from wherever it begins to the very end. */
function expectShown(tab: Instance, world: World): void {
  for (const chat of world.company.chats) {
    const visible: readonly MessageView[] = world.company.shown(chat);
    const shown = tab.client.getState().timelines.get(chat.id);
    expect(shown?.state).toBe('ready');
    const messages = shown?.messages ?? [];
    // A window that moved on does not take away what is shown; an interaction that ended does.
    const all = chat.kind === 'expert' ? chat.messages : visible;
    expect(messages).toEqual(all.slice(all.length - messages.length));
    expect(messages.at(-1)).toEqual(visible.at(-1));
  }
}

/** [DEL-6] Whatever was accepted is stored once, or is there to be seen. */
function expectNothingLost(world: World): void {
  const stored = world.company.chats.flatMap(({ texts }) => texts);
  expect(new Set(stored).size).toBe(stored.length);
  const pending = world.tabs.flatMap((tab) => tab.pending);
  expect(pending.filter(({ state }) => state === 'queued' || state === 'sending')).toEqual([]);
  expect(world.kept).toBe(pending.length);
  const turnedAway = new Set(pending.map(({ body }) => (body.kind === 'plain' ? body.text : '')));
  const lost = world.written.filter(
    ({ text, isDiscarded }) => !isDiscarded && !stored.includes(text) && !turnedAway.has(text),
  );
  expect(lost).toEqual([]);
}

function expectOrder(world: World): void {
  for (const { id } of world.company.chats) {
    for (const line of world.lines) {
      const places = world.placesOf(line, id);
      expect(places).toEqual(places.toSorted((one, other) => one - other));
    }
  }
}

it('[DEL-5, DEL-6, DEL-7, PRES-8] whatever happens in between, nothing is lost, doubled or out of order, and all is as a fresh client has it', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, fc.array(steps, { minLength: 4, maxLength: 40 }), async (options, script) => {
      vi.spyOn(Math, 'random').mockImplementation(chanceOf(options.seed + 1));
      const world = new World(time, options);
      try {
        if (options.history > 0) await world.begin();
        for (const step of script) await world.go(step);
        await world.calm();
        const fresh = await world.fresh();
        expect(world.unsound).toEqual([]);
        expectNothingLost(world);
        expectOrder(world);
        for (const tab of world.tabs) {
          expect(listOf(tab)).toEqual(listOf(fresh));
          expectShown(tab, world);
        }
        expectShown(fresh, world);
      } finally {
        world.end();
      }
    }),
    { numRuns: runs, seed },
  );
});
