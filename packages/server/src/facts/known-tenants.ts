import type { TenantId } from '@tieline/protocol';
import { loadTenantIds } from '../store/sweep-files.ts';
import type { Store } from '../store/store.ts';

/** Which companies there are, as far as this node has heard. */
export interface KnownTenants {
  /** Never waits. A company that is new is known a moment after somebody asked. */
  has(tenant: TenantId): boolean;
  /** Asks the database. */
  load(): Promise<void>;
}

const oftenMs = 5000;

export function createKnownTenants(store: Pick<Store, 'shared'>): KnownTenants {
  let known: ReadonlySet<TenantId> = new Set();
  let loadedAt = -Infinity;

  async function load(): Promise<void> {
    loadedAt = performance.now();
    known = new Set(await loadTenantIds(store));
  }

  return {
    has: (tenant) => {
      if (known.has(tenant)) return true;
      // Whoever makes names up costs one question every few seconds. Where it fails, the next one asks again.
      if (performance.now() - loadedAt > oftenMs) load().catch(() => undefined);
      return false;
    },
    load,
  };
}
