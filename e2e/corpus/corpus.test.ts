import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { isWhole, loadCorpus } from './corpora.ts';
import { type GroundKeeper, openGround } from './ground.ts';
import { own } from './own.fixture.ts';
import { places } from './places.ts';
import { createReport } from './report.ts';
import { noFindings } from './watch.ts';

const strings = loadCorpus();
const report = createReport();
let keeper: GroundKeeper;
beforeAll(async () => {
  keeper = await openGround(inject('databaseUrl'));
});
afterAll(async () => {
  report.write({ strings: strings.length, places: places.length });
  await keeper.close();
});

/** A whole corpus takes a while on a busy machine, and strings that nobody here knows yet may be more. */
const patienceMs = isWhole ? 900_000 : 300_000;

describe('hostile texts', () => {
  it('are at least 120 of our own, each another one', () => {
    expect(new Set(own).size).toBe(own.length);
    expect(own.length).toBeGreaterThanOrEqual(120);
  });

  it.each(places)(
    '[CONT-1, CONT-2, CONT-3] as $name: shown, and nothing of them runs, asks or leads away',
    { timeout: patienceMs },
    async (place) => {
      const ground = keeper.ground();
      try {
        const outcome = await place.show(ground, strings);
        report.add(outcome, ground.watch.findings);
        expect(ground.watch.findings).toEqual(noFindings());
        expect(outcome.rendered).toBeGreaterThan(strings.length / 3);
        expect(outcome.rendered + outcome.refused).toBe(strings.length);
      } finally {
        await ground.watch.close();
      }
    },
  );
});
