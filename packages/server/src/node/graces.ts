import type { SessionId, TenantId } from '@tieline/protocol';

/** A session whose last socket on this node is gone, as the database has it. */
export interface DroppedSession {
  readonly session: SessionId;
  /** To the microsecond: it tells this drop from an earlier one. */
  readonly droppedAt: string;
  /** By the clock of the database, which may have jumped since. */
  readonly secondsAgo: number;
}

/**
 * The grace times that run on this node (PRES-8). They are measured by a clock that only grows: an hour that somebody
 * sets the database's clock back must not be an hour that somebody looks available. What was dropped elsewhere, or
 * before this node noticed, has as much left as the database says, and a whole grace time at most.
 */
export interface Graces {
  /** The last socket of a session is gone; that is about to be written. */
  begin(tenant: TenantId, session: SessionId): void;
  /** It is back. */
  end(tenant: TenantId, session: SessionId): void;
  /** There is something dropped in the company that this node does not know yet. */
  note(tenant: TenantId): void;
  /** Companies with something new, or with something that is due. */
  dueTenants(): TenantId[];
  /** Compares with everything that is dropped on this node in a company. Returns what is due. */
  settle<Dropped extends DroppedSession>(tenant: TenantId, dropped: readonly Dropped[]): Dropped[];
  /** Milliseconds until the next one is due that is not yet; `Infinity` where none runs. */
  nextMs(): number;
}

interface Grace {
  /** Null: the drop was not seen in the database yet. */
  readonly droppedAt: string | null;
  /** By `performance.now()`. */
  readonly endsAt: number;
}

/** How much longer than a grace time a database that stands still may take to write that one began. */
const unwrittenMs = 60_000;

export function createGraces(
  graceSeconds: number,
  now: () => number = performance.now.bind(performance),
): Graces {
  const graceMs = graceSeconds * 1000;
  const held = new Map<TenantId, Map<SessionId, Grace>>();
  const noted = new Set<TenantId>();

  function endOf(known: Grace | undefined, { droppedAt, secondsAgo }: DroppedSession): number {
    if (known && (known.droppedAt === null || known.droppedAt === droppedAt)) return known.endsAt;
    return now() + Math.min(graceMs, Math.max(0, graceMs - secondsAgo * 1000));
  }

  const endsOf = (graces: ReadonlyMap<SessionId, Grace>): number[] =>
    [...graces.values()].map(({ endsAt }) => endsAt);

  return {
    begin: (tenant, session) => {
      const graces = held.get(tenant) ?? new Map<SessionId, Grace>();
      held.set(tenant, graces.set(session, { droppedAt: null, endsAt: now() + graceMs }));
      noted.add(tenant);
    },
    end: (tenant, session) => {
      const graces = held.get(tenant);
      graces?.delete(session);
      if (graces?.size === 0) held.delete(tenant);
    },
    note: (tenant) => void noted.add(tenant),
    dueTenants: () => {
      const due = [...held].filter(([, graces]) => endsOf(graces).some((endsAt) => endsAt <= now()));
      return [...new Set([...noted, ...due.map(([tenant]) => tenant)])];
    },
    settle: (tenant, dropped) => {
      noted.delete(tenant);
      const before = held.get(tenant);
      const after = new Map(
        dropped.map((one): [SessionId, Grace] => [
          one.session,
          { droppedAt: one.droppedAt, endsAt: endOf(before?.get(one.session), one) },
        ]),
      );
      // A drop that is still to be written is waited for: what its session rests on may be gone, so not for ever.
      for (const [session, grace] of before ?? [])
        if (grace.droppedAt === null && !after.has(session) && grace.endsAt + unwrittenMs > now())
          after.set(session, grace);
      if (after.size > 0) held.set(tenant, after);
      else held.delete(tenant);
      return dropped.filter(({ session }) => (after.get(session)?.endsAt ?? Infinity) <= now());
    },
    nextMs: () => {
      const from = now();
      let next = Infinity;
      for (const graces of held.values())
        for (const { endsAt } of graces.values()) if (endsAt > from) next = Math.min(next, endsAt);
      return next - from;
    },
  };
}
