// A crowd of clients that have nothing to say: they are there, watch each other, log in, and come back.
import { createIdlers } from './crowd/idlers.ts';
import type { Member } from './crowd/member.ts';
import { beginShift, type ShiftFigures, type ShiftJob } from './crowd/shift.ts';
import { Toggling, type TogglingFigures } from './crowd/toggling.ts';
import type { Watcher } from './crowd/watchers.ts';
import { offer } from './programs/calls.ts';

const idlers = createIdlers();
let toggling: Toggling | null = null;
let watchers: readonly Watcher[] = [];

const offered = {
  connect: ({ members, atOnce }: { members: readonly Member[]; atOnce: number }) =>
    idlers.connect(members, atOnce),
  tryToConnect: ({ members, atOnce }: { members: readonly Member[]; atOnce: number }) =>
    idlers.tryToConnect(members, atOnce),
  connected: () => idlers.count(),
  cutAndReturn: () => idlers.cutAndReturn(),
  beginShift: async (job: ShiftJob): Promise<ShiftFigures> => {
    const changes = new Toggling(job.agents);
    const shift = await beginShift(job, changes.see);
    toggling = changes;
    watchers = shift.watchers;
    return shift.figures;
  },
  toggle: async ({ atOnce, ms }: { atOnce: number; ms: number }): Promise<TogglingFigures> => {
    if (toggling === null) throw new Error('Nobody is there');
    const end = performance.now() + ms;
    return toggling.run(watchers, atOnce, () => performance.now() < end);
  },
};

export type CrowdOffer = typeof offered;
offer(offered);
