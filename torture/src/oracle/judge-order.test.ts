import { describe, expect, it } from 'vitest';
import type { ClientId } from '@tieline/protocol';
import { judgeFreezes } from './judge-freezes.ts';
import { judgeOrder } from './judge-order.ts';
import { row, sent, truthOf } from './truth.fixture.ts';

const verdicts = (...given: Parameters<typeof judgeOrder>): string[] =>
  judgeOrder(...given).findings.map(({ verdict }) => verdict);

describe('the order of a conversation', () => {
  it('[DEL-7] is good, where it counts without a gap in the order of saying', () => {
    expect(verdicts([sent(1), sent(2)], truthOf([row(1), row(2)]))).toEqual([]);
  });

  it('[DEL-7] has a gap, where a place is empty', () => {
    expect(verdicts([], truthOf([row(1), row(3)]))).toEqual(['gap']);
  });

  it('[DEL-7] has a gap, where the conversation counts more than it holds', () => {
    expect(verdicts([], truthOf([row(1)], { lastSeq: 2 }))).toEqual(['gap']);
  });

  it('[DEL-6] is broken, where one sender used a client id twice', () => {
    const again = row(2, { clientId: 'client-1' as ClientId });
    expect(verdicts([], truthOf([row(1), again]))).toEqual(['doubled']);
  });

  it('[DEL-7] is broken, where what was acknowledged first stands behind what was begun later', () => {
    const turned = [row(1, { number: 2 }), row(2, { number: 1 })];
    expect(verdicts([sent(1), sent(2)], truthOf(turned))).toEqual(['out of order']);
  });

  it('[DEL-7] is free between messages that were on their way at the same time', () => {
    const turned = [row(1, { number: 2 }), row(2, { number: 1 })];
    expect(verdicts([sent(1), sent(2, { began: 12 })], truthOf(turned))).toEqual([]);
  });
});

describe('an acknowledgement while the database stands still', () => {
  const verdictsIn = (from: number, until: number): string[] =>
    judgeFreezes([sent(2)], [{ from, until }]).findings.map(({ verdict }) => verdict);

  it('[DEL-5] is false, where the message began in the freeze and was answered before its end', () => {
    expect(verdictsIn(15, 30)).toEqual(['false acknowledgement']);
  });

  it('[DEL-5] is true, where the message began before it, or was answered after it', () => {
    expect(verdictsIn(21, 30)).toEqual([]);
    expect(verdictsIn(15, 24)).toEqual([]);
  });
});
