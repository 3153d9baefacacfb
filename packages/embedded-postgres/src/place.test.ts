import { chmod, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRoot } from './account.ts';
import { findPlace } from './place.ts';

let base = '';
const logged: string[] = [];
const log = (_level: string, text: string) => logged.push(text);

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'tieline-place-')));
  await chmod(base, 0o755);
  logged.length = 0;
});

afterEach(() => rm(base, { recursive: true, force: true }));

test('a folder that PostgreSQL can reach is used as it is', async () => {
  const place = await findPlace(join(base, 'a', 'b'), log, join(base, 'home'));
  expect(place).toMatchObject({ asked: join(base, 'a', 'b'), folder: join(base, 'a', 'b') });
  expect(place.account === undefined).toBe(!isRoot());
  expect(logged).toEqual([]);
});

// An ordinary user runs PostgreSQL itself, so that nothing of its own is out of reach.
test('a folder out of reach for the user that runs PostgreSQL has one stand-in, found again', async () => {
  const closed = join(base, 'closed');
  await mkdir(closed, { mode: 0o700 });
  const home = join(base, 'home');
  const first = await findPlace(join(closed, 'data'), log, home);
  const second = await findPlace(join(closed, 'data'), log, home);
  const other = await findPlace(join(closed, 'other'), log, home);
  expect(second.folder).toBe(first.folder);
  expect(other.folder).not.toBe(first.folder);
  expect(first.folder.startsWith(isRoot() ? home : closed)).toBe(true);
  expect(logged.filter((text) => text.includes(first.folder))).toHaveLength(isRoot() ? 2 : 0);
});

test('data stays where it is when its folder becomes reachable', async () => {
  const closed = join(base, 'closed');
  await mkdir(closed, { mode: 0o700 });
  const before = await findPlace(join(closed, 'data'), log, join(base, 'home'));
  await mkdir(join(before.folder, 'cluster'));
  await chmod(closed, 0o755);
  const after = await findPlace(join(closed, 'data'), log, join(base, 'home'));
  expect(after.folder).toBe(before.folder);
});
