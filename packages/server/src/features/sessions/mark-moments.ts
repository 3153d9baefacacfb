import { loadNodeMoment } from '../../store/load-changes.ts';
import type { Context } from '../context.ts';

/**
 * Gives every client a newer token, so that whoever was connected for hours resumes from minutes ago. It is of the
 * mark before: what was committed then has long been sent, even by a node that was busy.
 */
export async function markMoments(context: Context): Promise<void> {
  const before = context.lastMark.moment;
  context.lastMark.moment = await loadNodeMoment(context.store);
  if (before === null) return;
  await context.liveSessions.tellBySlices(({ tenant, seat }) => {
    const revision = context.toldRevisions.get(tenant);
    if (revision === undefined) return null;
    const { cluster, floor } = before;
    const token = context.resumeTokens.write({ tenant, seat }, { cluster, revision, floor });
    return { on: 'mark', token };
  });
}
