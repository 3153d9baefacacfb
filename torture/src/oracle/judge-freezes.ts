import type { Sent } from '../journal.ts';
import type { Judgement } from './judge-messages.ts';

export interface Freeze {
  readonly from: number;
  readonly until: number;
}

/** DEL-5: what begins while the database stands still cannot be durable before it goes on. */
export function judgeFreezes(sent: readonly Sent[], freezes: readonly Freeze[]): Judgement {
  const findings = sent.flatMap((one) => {
    const at = one.stored?.at;
    if (at === undefined) return [];
    const frozen = freezes.some(({ from, until }) => one.began > from && at < until);
    return frozen
      ? [
          {
            verdict: 'false acknowledgement',
            text: `message ${one.number} was acknowledged out of a freeze`,
          } as const,
        ]
      : [];
  });
  return { findings, extra: {} };
}
