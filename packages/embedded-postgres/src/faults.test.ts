import { expect, test } from 'vitest';
import { folderFault, lastWord, saysDiskFull } from './faults.ts';

test('the last word of a failed program is its reason, not its clean-up', () => {
  const stderr = [
    'initdb: error: could not write file "/x/data/postgresql.conf": No space left on device',
    'initdb: removing contents of data directory "/x/data"',
  ];
  expect(lastWord(stderr)).toBe(stderr[0]);
  expect(saysDiskFull(stderr)).toBe(true);
  expect(lastWord(['F0000 FATAL:  bad setting.', '00000 LOG:  database system is shut down'])).toBe(
    'FATAL:  bad setting',
  );
  expect(lastWord([])).toBe('it said nothing');
});

test.each([
  ['EACCES', 'The data folder /x cannot be created or written: permission denied.'],
  ['EROFS', 'The data folder /x cannot be created or written: the file system is read-only.'],
  ['ENOSPC', 'There is no space left on the disk that holds the data folder /x.'],
])('%s is one sentence that names the folder', (code, sentence) => {
  const error = Object.assign(new Error(`${code}: whatever, mkdir '/x'`), { code });
  expect(folderFault('/x', error).sentence).toBe(sentence);
});
