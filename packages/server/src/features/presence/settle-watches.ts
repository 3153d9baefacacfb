import type { TenantId } from '@tieline/protocol';
import { loadRevisions } from '../../store/load-tenant.ts';
import type { Context } from '../context.ts';
import { loadHeld, watchesOf } from './watch-presence.ts';

/**
 * After a company was applied again: a socket hears no more of entries that left its roster (PRES-9), and that things
 * have changed.
 */
export async function settleWatches(context: Context): Promise<void> {
  const seen = context.toldRevisions;
  const tenants = [...context.liveSessions.all().keys()];
  const revisions = await loadRevisions(context.store, tenants);
  // Whoever came in meanwhile has noted what the welcome said.
  const here = context.liveSessions.all();
  for (const tenant of seen.keys()) if (!revisions.has(tenant) && !here.has(tenant)) seen.delete(tenant);
  for (const [tenant, revision] of revisions) {
    const before = seen.get(tenant);
    if (before === revision) continue;
    await settleTenant(context, tenant);
    seen.set(tenant, revision);
    if (before === undefined) continue;
    context.sendFacts.forgetTenant(tenant);
    context.liveSessions.tellEach((session) =>
      session.tenant === tenant ? { on: 'company-changed' } : null,
    );
  }
}

async function settleTenant(context: Context, tenant: TenantId): Promise<void> {
  for (const { session, entries } of context.presenceWatch.watchesIn(tenant)) {
    const still = watchesOf(await loadHeld(context, session, entries));
    if (still.length < entries.length) context.presenceWatch.narrow(session, entries, still);
  }
}
