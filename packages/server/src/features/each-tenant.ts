import type { TenantId } from '@tieline/protocol';
import type { Context } from './context.ts';

/** One company that makes trouble must not keep the others from their turn. `what`: for the log, should it fail. */
export async function eachTenant(
  { log }: Context,
  tenants: Iterable<TenantId>,
  what: string,
  work: (tenant: TenantId) => Promise<void>,
): Promise<void> {
  for (const tenant of [...tenants]) {
    await work(tenant).catch((error: unknown) => log.warn({ err: error, tenant }, `${what} failed`));
  }
}
