import { decideReadRefusals } from '@tieline/domain';
import { limits, type RefusalPage, refusalSentences, type RefusedView } from '@tieline/protocol';
import { loadRefusals as loadRecords, type RefusalRecord } from '../../store/refusals.ts';
import { readMomentCursor, writeCursor } from '../../views/cursor.ts';
import { type Answer, no, refused, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { readAs } from '../read-as.ts';

export interface RefusalsInput {
  readonly after: string | null;
  readonly limit: number | null;
}

/** EXPL-4, for an administrator: what was refused in the company, the newest first. */
export async function loadRefusals(
  context: Context,
  actor: Actor,
  input: RefusalsInput,
): Promise<Answer<RefusalPage>> {
  const decision = decideReadRefusals(actor);
  if (!decision.allowed) return refused(decision);
  const after = readMomentCursor(input.after);
  if (after === 'broken') return no('invalid', 'after: this is not a place that a page ended with');
  const limit = Math.min(input.limit ?? 50, limits.refusalPage);
  return readAs(context, actor, async (db) => {
    const found = await loadRecords(db, { after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return yes({
      refusals: page.map(refusedView),
      next: found.length > limit && last ? writeCursor([last.at, last.id]) : null,
    });
  });
}

/** The wire form of a row. */
export function refusedView(record: RefusalRecord): RefusedView {
  return {
    id: record.id,
    at: record.at,
    times: record.times,
    by: { seat: record.seat, kind: record.kind, name: record.name },
    operation: record.operation,
    conversation: record.conversation,
    rule: record.rule,
    code: record.code,
    sentence: refusalSentences[record.code],
  };
}
