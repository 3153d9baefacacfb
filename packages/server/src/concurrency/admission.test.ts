import { afterEach, expect, it, vi } from 'vitest';
import { Busy, createAdmission } from './admission.ts';

const small = { places: 3, placesOfOne: 2, waitingOfOne: 4, patience: 60_000 };

afterEach(() => void vi.restoreAllMocks());

/** Lets everybody who may go in do so. */
const settle = () => new Promise(setImmediate);

it('lets a company take no more than its share, so that another one finds a place', async () => {
  const admission = createAdmission(small);
  const busy = Array.from({ length: 4 }, () => admission.enter('busy'));
  const inside: string[] = [];
  for (const [at, one] of busy.entries()) void one.then(() => inside.push(`busy ${at}`));
  void admission.enter('quiet').then(() => inside.push('quiet'));
  await settle();
  expect(inside).toEqual(['busy 0', 'busy 1', 'quiet']);
  (await busy[0])?.();
  await settle();
  expect(inside).toEqual(['busy 0', 'busy 1', 'quiet', 'busy 2']);
});

it('lets companies in by turns when all places are taken', async () => {
  const admission = createAdmission({ ...small, places: 1 });
  const leave = await admission.enter('first');
  const inside: string[] = [];
  const visit = async (company: string) => {
    const out = await admission.enter(company);
    inside.push(company);
    out();
  };
  const visits = ['busy', 'busy', 'busy', 'quiet'].map(visit);
  leave();
  await Promise.all(visits);
  expect(inside).toEqual(['busy', 'quiet', 'busy', 'busy']);
});

it('[DEL-5] turns away at once whoever finds too many waiting, and nobody else', async () => {
  const admission = createAdmission({ ...small, places: 1, waitingOfOne: 2 });
  const leave = await admission.enter('busy');
  const waiting = [admission.enter('busy'), admission.enter('busy')];
  await expect(admission.enter('busy')).rejects.toBeInstanceOf(Busy);
  const other = admission.enter('quiet');
  leave();
  await Promise.all([...waiting, other].map(async (one) => (await one)()));
});

it('[DEL-5] turns away whoever has waited too long, while the place is still taken', async () => {
  const admission = createAdmission({ ...small, places: 1, patience: 20 });
  const leave = await admission.enter('busy');
  await expect(admission.enter('busy')).rejects.toBeInstanceOf(Busy);
  leave();
  (await admission.enter('busy'))();
});

it('watches nobody where patience has no end', async () => {
  const admission = createAdmission({ ...small, places: 1, patience: Infinity });
  const leave = await admission.enter('busy');
  const watches = vi.spyOn(globalThis, 'setTimeout');
  const patient = admission.enter('busy');
  expect(watches).not.toHaveBeenCalled();
  leave();
  expect(await patient).toBeTypeOf('function');
});

it('leaves after work that failed', async () => {
  const admission = createAdmission({ ...small, places: 1 });
  await expect(admission.within('busy', () => Promise.reject(new Error('spilt')))).rejects.toThrow('spilt');
  expect(await admission.within('busy', () => Promise.resolve('done'))).toBe('done');
});

it('counts a way out that is taken twice only once', async () => {
  const admission = createAdmission({ ...small, places: 1 });
  const first = await admission.enter('one');
  first();
  first();
  await admission.enter('one');
  let isInside = false;
  void admission.enter('two').then(() => (isInside = true));
  await settle();
  expect(isInside).toBe(false);
});
