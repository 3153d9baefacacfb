import type { TenantId } from '@tieline/protocol';

/** Asks for one thing; what is asked for while another query is on its way goes together with the next. */
export type Grouped<Key, Result> = (tenant: TenantId, key: Key) => Promise<Result>;

interface Asked<Key, Result> {
  readonly key: Key;
  readonly settle: (result: Result) => void;
  readonly fail: (error: unknown) => void;
}

const most = 500;

/**
 * Turns a storm of small queries of one company into a few large ones. `ask` answers for the keys in their order.
 * After a power cut ten thousand clients come back at once, and each wants the same three things.
 */
export function createGrouped<Key, Result>(
  ask: (tenant: TenantId, keys: readonly Key[]) => Promise<readonly Result[]>,
): Grouped<Key, Result> {
  const waiting = new Map<TenantId, Asked<Key, Result>[]>();
  const running = new Set<TenantId>();

  async function run(tenant: TenantId): Promise<void> {
    for (let line = waiting.get(tenant); line; line = waiting.get(tenant)) {
      const group = line.splice(0, most);
      if (line.length === 0) waiting.delete(tenant);
      try {
        const results = await ask(
          tenant,
          group.map(({ key }) => key),
        );
        for (const [at, { settle }] of group.entries()) settle(results[at] as Result);
      } catch (error) {
        for (const { fail } of group) fail(error);
      }
    }
    running.delete(tenant);
  }

  return (tenant, key) =>
    new Promise((settle, fail) => {
      const line = waiting.get(tenant) ?? [];
      waiting.set(tenant, line);
      line.push({ key, settle, fail });
      if (running.has(tenant)) return;
      running.add(tenant);
      // Whoever asks in the same turn of the event loop goes along.
      setImmediate(() => void run(tenant));
    });
}
