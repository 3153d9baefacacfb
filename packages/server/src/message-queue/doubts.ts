import type { ClientId, SeatId, TenantId } from '@tieline/protocol';

/** The oldest goes first: whoever has not asked again by then comes with a new line, which brings everything. */
const mostDoubts = 20_000;

/**
 * Messages of which nobody knows whether they are stored, as the line to the database was lost before its answer. When one
 * turns out to be stored, it has yet to be told.
 */
export class Doubts {
  readonly #keys = new Set<string>();

  add(tenant: TenantId, sender: SeatId, clientId: ClientId): void {
    this.#keys.add(keyOf(tenant, sender, clientId));
    const [oldest] = this.#keys;
    if (this.#keys.size > mostDoubts && oldest !== undefined) this.#keys.delete(oldest);
  }

  has(tenant: TenantId, sender: SeatId, clientId: ClientId): boolean {
    return this.#keys.size > 0 && this.#keys.has(keyOf(tenant, sender, clientId));
  }

  /** Whether it was in doubt; it is not any more. Asked for each message, and almost always there is none. */
  take(tenant: TenantId, sender: SeatId, clientId: ClientId): boolean {
    return this.#keys.size > 0 && this.#keys.delete(keyOf(tenant, sender, clientId));
  }
}

function keyOf(tenant: TenantId, sender: SeatId, clientId: ClientId): string {
  return `${tenant} ${sender} ${clientId}`;
}
