import type { Finding, Sent } from '../journal.ts';
import { grouped } from './grouped.ts';
import type { Judgement } from './judge-messages.ts';
import type { Row, Truth } from './truth.ts';

/** DEL-7: every conversation counts 1, 2, 3 up to its end, and stands in the order in which it was said. */
export function judgeOrder(sent: readonly Sent[], truth: Truth): Judgement {
  const findings: Finding[] = [];
  const byConversation = grouped(truth.rows, ({ conversation }) => conversation);
  for (const [id, { lastSeq }] of truth.conversations) {
    const rows = byConversation.get(id) ?? [];
    const gap = rows.findIndex(({ seq }, place) => seq !== place + 1);
    if (gap >= 0)
      findings.push({ verdict: 'gap', text: `${id} has ${rows[gap]?.seq} where ${gap + 1} belongs` });
    if (rows.length !== lastSeq)
      findings.push({ verdict: 'gap', text: `${id} holds ${rows.length} messages and says ${lastSeq}` });
    findings.push(...judgeIds(rows), ...judgeTimes(rows, sent));
  }
  return { findings, extra: {} };
}

/** DEL-6: a client id stands once for each sender. */
function judgeIds(rows: readonly Row[]): Finding[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ sender, clientId, conversation, seq }) => {
    const key = `${sender} ${clientId}`;
    const earlier = seen.get(key);
    seen.set(key, seq);
    if (earlier === undefined) return [];
    return [{ verdict: 'doubled', text: `${conversation}: ${earlier} and ${seq} have the same client id` }];
  });
}

/**
 * A message that was acknowledged before another one was begun stands before it, whoever sent them. Read from the
 * end: the earliest acknowledgement of all that stand behind.
 */
function judgeTimes(rows: readonly Row[], sent: readonly Sent[]): Finding[] {
  let earliest: Sent | null = null;
  const findings: Finding[] = [];
  for (const row of rows.toReversed()) {
    const one = sent[row.number - 1];
    if (one === undefined) continue;
    const behind = earliest?.stored?.at;
    if (behind !== undefined && behind < one.began)
      findings.push({
        verdict: 'out of order',
        text: `${row.conversation}: message ${earliest?.number} was acknowledged before ${one.number} began`,
      });
    if (one.stored !== null && (behind === undefined || one.stored.at < behind)) earliest = one;
  }
  return findings;
}
