import type { Finding, Sent } from '../journal.ts';
import { grouped } from './grouped.ts';
import { nameOf, namesOf, type Row, type Truth } from './truth.ts';

/** How many messages there were of each fate. `recovered`: stored without the sender having heard of it. */
export interface Fates {
  readonly kept: number;
  readonly recovered: number;
  readonly absent: number;
  readonly lost: number;
  readonly doubled: number;
  readonly unexpected: number;
}

export interface Judgement<Extra = object> {
  readonly findings: readonly Finding[];
  readonly extra: Extra;
}

/** DEL-5, DEL-6: every message of the log against the database. */
export function judgeMessages(sent: readonly Sent[], { rows }: Truth): Judgement<Fates> {
  const findings: Finding[] = [];
  const fates = { kept: 0, recovered: 0, absent: 0, lost: 0, doubled: 0, unexpected: 0 };
  const byNumber = grouped(rows, ({ number }) => number);
  const find = (verdict: 'lost' | 'doubled' | 'unexpected', text: string): void => {
    fates[verdict] += 1;
    findings.push({ verdict, text });
  };

  for (const one of sent) {
    const found = byNumber.get(one.number) ?? [];
    const [row] = found;
    if (found.length > 1) find('doubled', `${wordsOf(one)} stands in ${found.map(placeOf).join(' and ')}`);
    else if (row === undefined && one.stored !== null)
      find('lost', `${wordsOf(one)} was acknowledged as ${one.stored.seq}`);
    else if (row === undefined) fates.absent += 1;
    else if (!isOwn(row, one))
      find('unexpected', `${wordsOf(one)} stands in ${placeOf(row)} as something else`);
    else if (one.stored === null && one.attempts > 0 && one.refusals === one.attempts)
      find('unexpected', `${wordsOf(one)} was refused (${one.code}) and stands in ${placeOf(row)}`);
    else if (one.stored === null) fates.recovered += 1;
    else fates.kept += 1;
  }
  for (const row of rows) {
    if (row.number < 1 || row.number > sent.length) find('unexpected', `${placeOf(row)} was sent by nobody`);
  }
  return { findings, extra: fates };
}

/** The row is what its sender sent, where the answer said it would be. */
function isOwn(row: Row, one: Sent): boolean {
  return (
    row.sender === one.seat &&
    row.conversation === one.conversation &&
    (one.clientId === null || one.clientId === row.clientId) &&
    (one.stored === null || namesOf(row).includes(nameOf({ ...one.stored, conversation: row.conversation })))
  );
}

const placeOf = (row: Row): string => `${row.conversation}.${row.seq}`;
const wordsOf = (one: Sent): string => `message ${one.number} of ${one.seat} by ${one.means}`;
