import type { SeatKind } from '@tieline/protocol';
import { now, waitUntil } from '../ground/patience.ts';
import type { RichClient } from '../clients/rich-client.ts';
import { note, type Stage } from '../stage.ts';
import { surfaceOf } from '../workload.ts';
import type { Inject } from './fault.ts';

/** Milliseconds of calm ground that are enough for two heartbeats, the lease of a dead server and the grace time. */
const calmEnough = 25_000;
/** However restless the ground: after so long it must have come about. */
const longest = 180_000;

/** Looks until it is so; only time in which nothing shakes the ground counts. */
async function comesAbout(stage: Stage, look: () => boolean): Promise<boolean> {
  const from = now();
  for (let calm = 0; calm < calmEnough && now() < from + longest;) {
    const before = now();
    if (await waitUntil(look, 100)) return true;
    if (stage.trouble.now === 0) calm += now() - before;
  }
  return false;
}

const watched = [
  ['ines', 'office'],
  ['hugo', 'agent'],
] as const satisfies readonly (readonly [string, SeatKind])[];

const lookOf = (watcher: RichClient, seat: string): string =>
  watcher.client.getState().presence.get(`office:${seat}`)?.word ?? 'unknown';

export function startWatching(stage: Stage): void {
  for (const company of ['north', 'south'] as const) {
    const entries = watched.map(([name, kind]) => ({
      roster: 'office' as const,
      seat: stage.access.seatOf(company, name, kind),
    }));
    stage.rich(company, 'wanda', 'office').client.watchPresence(entries);
  }
}

/**
 * Row 8. The bytes of one client vanish both ways, without a FIN. Both sides have to notice by themselves: the seat
 * goes offline for a watcher once its grace time is over (PRES-8), and is back when its lane is.
 */
export const swallowLine: Inject = async (stage, { number, way }) => {
  const company = number % 4 < 2 ? 'north' : 'south';
  const [name, kind] = way === 'office' ? watched[0] : watched[1];
  const victim = stage.rich(company, name, surfaceOf(kind));
  const watcher = stage.rich(company, 'wanda', 'office');
  const { seat, lane } = victim.device;
  const looks = (offline: boolean): Promise<boolean> =>
    comesAbout(stage, () => {
      const word = lookOf(watcher, seat);
      return word !== 'unknown' && (word === 'offline') === offline;
    });
  const find = (text: string): void => stage.journal.find('presence', `${company} ${name}: ${text}`);

  if (!(await looks(false))) find('not online before the line was swallowed');
  lane.set({ up: 'swallow', down: 'swallow' });
  const noticed = comesAbout(stage, () => victim.client.getState().connection.state !== 'online');
  if (!(await looks(true))) find('still online for the watcher after the grace time');
  if (!(await noticed)) find('the client did not notice that its line is dead');
  lane.heal();
  if (!(await looks(false))) find('not back online for the watcher');
  note(stage, 'half-open lines noticed by both sides');
};
