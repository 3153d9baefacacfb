import { expect, test } from 'vitest';
import { decideLogLine } from './server-log.ts';

test.each([
  ['53100 ERROR:  could not extend file: No space left on device', 'warn'],
  ['58030 LOG:  could not fsync file "base/5/1259": Input/output error', 'warn'],
  ['28P01 FATAL:  password authentication failed for user "tieline"', 'warn'],
  ['00000 LOG:  client backend (PID 4711) was terminated by signal 9: Killed', 'warn'],
  ['53100 PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device', 'error'],
])('%s is told', (line, level) => {
  expect(decideLogLine(line)).toEqual({ level, text: line.replace(/^.{5} [A-Z]+: {2}/, '') });
});

test.each([
  '00000 LOG:  database system is ready to accept connections',
  '57P03 FATAL:  the database system is starting up',
  '57P01 FATAL:  terminating connection due to administrator command',
  'F0001 FATAL:  lock file "postmaster.pid" already exists',
  '22P02 ERROR:  invalid input syntax for type uuid: "what a user wrote"',
  '23505 ERROR:  duplicate key value violates unique constraint "message_pkey"',
  '\tcontinued',
  'something else',
])('%s is not', (line) => {
  expect(decideLogLine(line)).toBeUndefined();
});
