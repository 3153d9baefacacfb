import { takeAccess } from './faults/access-taken.ts';
import { turnClock, turnDatabaseClock } from './faults/clock.ts';
import type { Inject } from './faults/fault.ts';
import { freezeDatabase, killDatabase, killServer, resetAll, stopServer } from './faults/ground-faults.ts';
import { beHostile } from './faults/hostile.ts';
import { swallowLine } from './faults/half-open.ts';
import { reuseClientId } from './faults/reused-id.ts';
import { sendInManyWays, type Tabs } from './faults/same-message.ts';
import { stopReading } from './faults/slow-consumer.ts';
import { sendFile } from './faults/upload.ts';
import { now, sleep } from './ground/patience.ts';
import { grouped } from './oracle/grouped.ts';
import { type FaultKind, groundKinds, type Plan, type PlannedFault } from './plan.ts';
import type { Stage } from './stage.ts';

function injectors(tabs: Tabs): Record<FaultKind, Inject> {
  return {
    'server-killed': killServer,
    'database-killed': killDatabase,
    'database-frozen': freezeDatabase,
    'server-stopped': stopServer,
    hostile: beHostile,
    upload: sendFile,
    'slow-consumer': stopReading,
    'reconnect-storm': resetAll,
    'half-open': swallowLine,
    'same-message': sendInManyWays(tabs),
    'reused-id': reuseClientId,
    clock: turnClock,
    'database-clock': turnDatabaseClock,
    'access-taken': takeAccess,
  };
}

/** Milliseconds in which everything is well before the next fault of the same row, so that there is something to break. */
const restAfter = 1000;

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** Brings the faults of the plan; resolves with how many of each kind were, when all were or the time is up. */
export async function inject(
  stage: Stage,
  plan: Plan,
  tabs: Tabs,
  say: (text: string) => void,
): Promise<Map<FaultKind, number>> {
  const done = new Map<FaultKind, number>();
  const byKind = injectors(tabs);
  const from = now();
  const rows = grouped(plan.faults, ({ kind }) => (groundKinds.includes(kind) ? 'ground' : kind));
  const play = async (row: readonly PlannedFault[]): Promise<void> => {
    for (const fault of row) {
      await sleep(Math.max(0, from + fault.at - now()));
      if (stage.isOver()) return;
      const began = now();
      if (await bring(stage, fault, byKind[fault.kind]))
        done.set(fault.kind, (done.get(fault.kind) ?? 0) + 1);
      const spent = `${seconds(began - from)} s, ${seconds(now() - began)} s long`;
      say(`  at ${spent}: ${fault.kind} ${fault.way}; ${stage.journal.acknowledged()} acknowledged`);
      await sleep(restAfter);
    }
  };
  await Promise.all([...rows.values()].map(play));
  return done;
}

/** False where it could not be done, which counts against the promise. */
async function bring(stage: Stage, fault: PlannedFault, injector: Inject): Promise<boolean> {
  const weight = groundKinds.includes(fault.kind) ? 1 : 0;
  stage.trouble.now += weight;
  try {
    await injector(stage, fault);
    return true;
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    stage.journal.find('not recovered', `${fault.kind} ${fault.way}: ${why}`);
    return false;
  } finally {
    stage.trouble.now -= weight;
  }
}
