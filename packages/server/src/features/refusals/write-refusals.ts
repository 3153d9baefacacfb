import { writeOldRefusalsGone, writeRefusals } from '../../store/refusals.ts';
import type { Context } from '../context.ts';
import { eachTenant } from '../each-tenant.ts';

/** EXPL-4: writes down what was refused on this node since the last time, beside all that somebody waits for. */
export async function writeNotedRefusals(context: Context): Promise<void> {
  const taken = context.refusals.take();
  await eachTenant(context, taken.keys(), 'writing refusals', async (tenant) => {
    const refusals = taken.get(tenant) ?? [];
    const now = performance.now();
    const rows = refusals.map(({ at, ...refusal }) => ({ ...refusal, age: (now - at) / 1000 }));
    await context.store
      .read(tenant, (db) => writeRefusals(db, rows))
      .catch((error: unknown) => {
        context.refusals.giveBack(refusals);
        throw error;
      });
    await context.store.read(tenant, writeOldRefusalsGone);
  });
}
