import { describe, expect, it } from 'vitest';
import { judgeMessages } from './judge-messages.ts';
import { agent, row, sent, truthOf } from './truth.fixture.ts';

const rows = [row(1), row(2), row(3)];
const verdicts = (...given: Parameters<typeof judgeMessages>): string[] =>
  judgeMessages(...given).findings.map(({ verdict }) => verdict);

describe('the fate of a message', () => {
  it('[DEL-5] is to be kept, where it was acknowledged', () => {
    const judged = judgeMessages([sent(1), sent(2), sent(3)], truthOf(rows));
    expect(judged.findings).toEqual([]);
    expect(judged.extra).toMatchObject({ kept: 3, lost: 0, doubled: 0, unexpected: 0 });
  });

  it('[DEL-5] is a loss, where it was acknowledged and is not there', () => {
    const judged = judgeMessages([sent(1), sent(2), sent(3)], truthOf([row(1), row(3)]));
    expect(judged.extra).toMatchObject({ kept: 2, lost: 1 });
    expect(judged.findings[0]?.text).toContain('message 2 of office');
  });

  it('[DEL-6] is a double, where it stands twice', () => {
    expect(verdicts([sent(1), sent(2), sent(3)], truthOf([...rows, row(4, { number: 3 })]))).toEqual([
      'doubled',
    ]);
  });

  it('[DEL-5] is unexpected, where every try was refused and it is there all the same', () => {
    const refused = sent(2, { stored: null, refusals: 1, code: 'DEL-3 receiver-logged-out' });
    expect(verdicts([sent(1), refused, sent(3)], truthOf(rows))).toEqual(['unexpected']);
  });

  it('[DEL-5] is fine, where the answer of one try was lost and it is there', () => {
    const unknown = sent(2, { stored: null, attempts: 2, refusals: 1 });
    const judged = judgeMessages([sent(1), unknown, sent(3)], truthOf(rows));
    expect(judged.findings).toEqual([]);
    expect(judged.extra.recovered).toBe(1);
  });

  it('[DEL-5] is fine, where it was refused or unknown and is not there', () => {
    const never = sent(3, { stored: null, refusals: 1 });
    const judged = judgeMessages([sent(1), sent(2), never], truthOf([row(1), row(2)]));
    expect(judged).toMatchObject({ findings: [], extra: { absent: 1 } });
  });

  it('[SEAT-2] is unexpected, where it stands under the name of another seat', () => {
    expect(verdicts([sent(1)], truthOf([row(1, { sender: agent })]))).toEqual(['unexpected']);
  });

  it('[DEL-5] is unexpected, where it stands at another place than its answer said', () => {
    const stored = (seq: number, interaction: number | null) =>
      sent(1, { stored: { at: 1, interaction, seq, text: '' } });
    expect(verdicts([stored(2, null)], truthOf([row(1)]))).toEqual(['unexpected']);
    const within = truthOf([row(1, { interaction: 5, seqIn: 2 })]);
    expect(verdicts([stored(2, 5)], within)).toEqual([]);
    expect(verdicts([stored(2, 4)], within)).toEqual(['unexpected']);
  });

  it('is unexpected, where nobody sent it', () => {
    expect(verdicts([sent(1)], truthOf([row(1), row(2, { number: 0 })]))).toEqual(['unexpected']);
  });
});
