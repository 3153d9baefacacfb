import { mkdir, mkdtemp, readFile, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeCopy, writeMissingParts } from './native-folder.ts';

let base = '';
let packed = '';

/** A package as npm leaves it when it does not let the install script run. */
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tieline-native-'));
  packed = join(base, 'package');
  await mkdir(join(packed, 'native', 'bin'), { recursive: true });
  await mkdir(join(packed, 'native', 'lib'));
  for (const name of ['initdb', 'postgres'])
    await writeFile(join(packed, 'native', 'bin', name), '', { mode: 0o644 });
  await writeFile(join(packed, 'native', 'lib', 'libx.so.60.2'), 'x', { mode: 0o600 });
  const links = [{ source: 'native/lib/libx.so.60.2', target: 'native/lib/libx.so.60' }];
  await writeFile(join(packed, 'native', 'pg-symlinks.json'), JSON.stringify(links));
});

afterEach(() => rm(base, { recursive: true, force: true }));

test('missing links and rights are made in place, once', async () => {
  expect(await writeMissingParts(packed)).toBe(true);
  expect(await writeMissingParts(packed)).toBe(true);
  expect(await readlink(join(packed, 'native', 'lib', 'libx.so.60'))).toBe('libx.so.60.2');
  expect((await stat(join(packed, 'native', 'bin', 'postgres'))).mode & 0o777).toBe(0o755);
});

test('a copy is complete and readable for everybody', async () => {
  const target = join(base, 'home', 'postgresql-18');
  await Promise.all([writeCopy(packed, target), writeCopy(packed, target)]);
  expect(await readFile(join(target, 'lib', 'libx.so.60'), 'utf8')).toBe('x');
  expect((await stat(join(target, 'lib', 'libx.so.60.2'))).mode & 0o777).toBe(0o644);
  expect((await stat(join(target, 'bin', 'initdb'))).mode & 0o777).toBe(0o755);
  expect((await stat(target)).mode & 0o777).toBe(0o755);
  expect(await readdir(join(base, 'home'))).toEqual(['postgresql-18']);
});
