import { describe, expect, it } from 'vitest';
import { messagesOf, noResults } from './results.fixture.ts';
import { judgeTargets } from './targets.ts';

const spread = { count: 1, p50: 1, p95: 1, p99: 1, max: 1 };

function verdicts(...[results]: Parameters<typeof judgeTargets>): string[] {
  return judgeTargets(results).map(
    ({ measured, reached }) => `${measured}: ${reached ? 'reached' : 'missed'}`,
  );
}

describe('the targets', () => {
  it('say nothing of what was not measured', () => {
    expect(judgeTargets(noResults)).toEqual([]);
  });

  it('compare with the peers at 4 in flight, by rate and by wait', () => {
    const messages = [
      messagesOf('tieline', 4, 12_000, 50),
      messagesOf('ejabberd', 4, 2000, 201),
      messagesOf('prosody', 4, 2401, 199),
    ];
    expect(verdicts({ ...noResults, messages })).toEqual([
      '6.00 x: reached',
      '0.25 x: reached',
      '5.00 x: missed',
      '0.25 x: missed',
    ]);
  });

  it('compare with the durable relay at 4 and at 16 in flight', () => {
    const messages = [
      messagesOf('durable relay', 4, 10_000, 1),
      messagesOf('durable relay', 16, 10_000, 1),
      messagesOf('tieline', 4, 6500, 1),
      messagesOf('tieline', 16, 6499, 1),
    ];
    expect(verdicts({ ...noResults, messages })).toEqual(['65.00 %: reached', '64.99 %: missed']);
  });

  it('bound what a message alone may cost', () => {
    const alone = { tieline: spread, bareRelay: spread, commit: spread };
    expect(verdicts({ ...noResults, alone: { ...alone, ratio: 3 } })).toEqual(['3.00 x: reached']);
    expect(verdicts({ ...noResults, alone: { ...alone, ratio: 3.01 } })).toEqual(['3.01 x: missed']);
  });

  it('are judged at the size that they speak of, and at no other', () => {
    const connections = {
      ...{ connections: 10_000, beforeKb: 1, idleKb: 1, returnedKb: 1, kbPerConnection: 26 },
      ...{ connectedPerSecond: 1, backAfterMs: 59_000, backP50Ms: 1, repeatedAttempts: 0 },
    };
    expect(verdicts({ ...noResults, connections })).toEqual(['26.00 KB: missed', '59.00 s: reached']);
    expect(verdicts({ ...noResults, connections: { ...connections, connections: 300 } })).toEqual([]);
    const database = { ms: 0.5, statements: 5, slowest: { text: '', ms: 0.5 } };
    const pages = [{ name: 'middle', database, http: spread }];
    expect(verdicts({ ...noResults, history: [{ messages: 1_000_000, pages }] })).toEqual([
      '0.50 ms: reached',
    ]);
    expect(verdicts({ ...noResults, history: [{ messages: 20_000, pages }] })).toEqual([]);
  });
});
