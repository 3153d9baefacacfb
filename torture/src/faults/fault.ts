import { now, waitUntil } from '../ground/patience.ts';
import type { PlannedFault } from '../plan.ts';
import type { Stage } from '../stage.ts';

/** Does a fault and undoes it. What it sees that goes against the promise it writes into the journal. */
export type Inject = (stage: Stage, fault: PlannedFault) => Promise<void>;

/** Back within so long, or it counts as a violation; milliseconds. A server that died has to be started first. */
const backWithin = (kind: PlannedFault['kind']): number => (kind === 'database-killed' ? 10_000 : 30_000);

/** Waits until a message that began after the cure is acknowledged, and notes how long that took. */
export async function noteRecovery(stage: Stage, kind: PlannedFault['kind'], cured = now()): Promise<void> {
  const { journal } = stage;
  if (stage.isOver()) return;
  await waitUntil(() => journal.firstStored(cured) !== null || stage.isOver(), 60_000, 10);
  const stored = journal.firstStored(cured);
  if (stored === null && stage.isOver()) return;
  const ms = stored === null ? Number.POSITIVE_INFINITY : stored - cured;
  stage.recoveries.push({ kind, ms });
  if (ms > backWithin(kind))
    journal.find('not recovered', `${kind}: ${Math.round(ms)} ms until a message was stored`);
}
