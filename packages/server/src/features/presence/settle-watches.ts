import type { SeatId, TenantId } from '@tieline/protocol';
import { loadChangedSeats } from '../../store/load-seats.ts';
import { loadRevisions, type Revisions } from '../../store/load-tenant.ts';
import type { Context } from '../context.ts';
import { tellSeatChanges } from './tell-seat-changes.ts';
import { loadHeld, watchesOf } from './watch-presence.ts';

/**
 * After a company was applied again: what is known of it is known anew, and a socket hears no more of entries that left
 * its roster (PRES-9), and that things have changed, as far as they concern it.
 */
export async function settleWatches(context: Context): Promise<void> {
  const { toldRevisions: told, sendFacts } = context;
  const [wereHere, known] = [context.liveSessions.all(), sendFacts.revisions()];
  const revisions = await loadRevisions(context.store, [...new Set([...wereHere.keys(), ...known.keys()])]);
  const areHere = context.liveSessions.all();
  for (const tenant of told.keys()) if (!wereHere.has(tenant) && !areHere.has(tenant)) told.delete(tenant);
  for (const [tenant, now] of revisions) {
    // Also where nobody is here: somebody may be connected to another node, and send by this one.
    if (known.has(tenant) && known.get(tenant) !== now.revision) await sendFacts.renew(tenant);
    const before = told.get(tenant);
    // Whoever comes in meanwhile notes what the welcome says.
    if (before === undefined || before === now.revision) continue;
    await settleTenant(context, tenant, before, now);
    told.set(tenant, now.revision);
  }
}

async function settleTenant(
  context: Context,
  tenant: TenantId,
  before: number,
  { revision, settingsRevision }: Revisions,
): Promise<void> {
  // A database that was set back counts from where it was.
  const isOfAll = settingsRevision > before || revision < before;
  const changed = isOfAll ? [] : await context.store.read(tenant, (db) => loadChangedSeats(db, before));
  const seats = new Set(changed.map(({ seat }) => seat));
  await narrowWatches(context, tenant, isOfAll ? null : seats);
  if (isOfAll)
    context.liveSessions.tellEach((session) =>
      session.tenant === tenant ? { on: 'company-changed' } : null,
    );
  else if (changed.length > 0) await tellSeatChanges(context, tenant, changed);
}

/** `changed`: null where every entry may have left a roster. */
async function narrowWatches(
  context: Context,
  tenant: TenantId,
  changed: ReadonlySet<SeatId> | null,
): Promise<void> {
  for (const { session, entries } of context.presenceWatch.watchesIn(tenant)) {
    const isTouched =
      changed === null || changed.has(session.seat) || entries.some(({ seat }) => changed.has(seat));
    if (!isTouched) continue;
    const still = watchesOf(await loadHeld(context, session, entries));
    if (still.length < entries.length) context.presenceWatch.narrow(session, entries, still);
  }
}
