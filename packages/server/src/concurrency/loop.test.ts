import { expect, it } from 'vitest';
import { startLoop } from './loop.ts';

const settle = () => new Promise(setImmediate);

/** Work that ends when it is told to. */
function setUp(everyMs: number) {
  const faults: unknown[] = [];
  let runs = 0;
  let end: (fault: unknown) => void = () => undefined;
  const loop = startLoop(
    everyMs,
    () => {
      runs += 1;
      return new Promise<void>((resolve, reject) => (end = (fault) => (fault ? reject(fault) : resolve())));
    },
    (fault) => faults.push(fault),
  );
  return { loop, faults, runs: () => runs, end: (fault: unknown = null) => end(fault) };
}

it('runs at once when it is woken, and once more when it was woken meanwhile, however often', async () => {
  const { loop, runs, end } = setUp(3_600_000);
  loop.wake();
  expect(runs()).toBe(1);
  for (let time = 0; time < 3; time += 1) loop.wake();
  expect(runs()).toBe(1);
  end();
  await settle();
  expect(runs()).toBe(2);
  end();
  await settle();
  expect(runs()).toBe(2);
  await loop.stop();
});

it('reports a run that fails and goes on, until it is stopped', async () => {
  const { loop, faults, runs, end } = setUp(1);
  const fault = new Error('The database is gone');
  while (runs() === 0) await settle();
  end(fault);
  while (runs() === 1) await settle();
  expect(faults).toEqual([fault]);
  const stopped = loop.stop();
  end();
  await stopped;
  loop.wake();
  expect(runs()).toBe(2);
});
