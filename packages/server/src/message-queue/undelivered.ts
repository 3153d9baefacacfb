import type { TenantId } from '@tieline/protocol';

/** When messages came of which nobody has been told yet, by company. */
export class Undelivered {
  readonly #byTenant = new Map<TenantId, Set<{ readonly at: number }>>();

  /** `at`: by `performance.now()`. Returns what is to be called once it is told, or never will be. */
  add(tenant: TenantId, at: number): () => void {
    const one = { at };
    const all = this.#byTenant.get(tenant) ?? new Set();
    this.#byTenant.set(tenant, all.add(one));
    return () => {
      all.delete(one);
      if (all.size === 0 && this.#byTenant.get(tenant) === all) this.#byTenant.delete(tenant);
    };
  }

  /** `Infinity`: there is none. */
  oldest(tenant: TenantId): number {
    return Math.min(Infinity, ...[...(this.#byTenant.get(tenant) ?? [])].map(({ at }) => at));
  }
}
