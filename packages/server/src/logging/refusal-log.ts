import type { ConversationId, RefusalCode, SeatId, TenantId } from '@tieline/protocol';
import type { Log } from './log.ts';

/** A rule said no to somebody. Nothing of what they wrote. */
export interface NotedRefusal {
  readonly tenant: TenantId;
  readonly seat: SeatId;
  /** The command or route. */
  readonly operation: string;
  readonly conversation: ConversationId | null;
  readonly rule: string;
  readonly code: RefusalCode;
}

/** The same no to the same seat, as often as it came between two writes. */
export interface CountedRefusal extends NotedRefusal {
  readonly times: number;
  /** When it came last, by `performance.now()`. */
  readonly at: number;
}

/**
 * EXPL-4: what was refused, until it is written down. A client that is refused all day long costs a few lines and rows
 * a second, and noting one costs a look into a map.
 */
export interface RefusalLog {
  note(refusal: NotedRefusal): void;
  /** What was noted since the last time, company by company. */
  take(): ReadonlyMap<TenantId, readonly CountedRefusal[]>;
  /** They could not be written: they come with the next ones, as far as there is room. */
  giveBack(refusals: readonly CountedRefusal[]): void;
}

/** Different refusals of one seat between two writes; those beyond are only counted. */
const mostOfSeat = 20;
/** Refusals of one company that may wait for a database that is away. */
const mostOfTenant = 1000;

interface Waiting {
  readonly byKey: Map<string, { refusal: NotedRefusal; times: number; at: number }>;
  readonly bySeat: Map<SeatId, { rows: number; uncounted: number }>;
}

export function createRefusalLog(log: Pick<Log, 'info'>): RefusalLog {
  let tenants = new Map<TenantId, Waiting>();

  function waitingOf(tenant: TenantId): Waiting {
    const found = tenants.get(tenant) ?? { byKey: new Map(), bySeat: new Map() };
    tenants.set(tenant, found);
    return found;
  }

  /** Whether it stands in a row; false where there is no room for another one. */
  function count(refusal: NotedRefusal, times: number, at: number): 'new' | 'again' | 'no-room' {
    const { byKey, bySeat } = waitingOf(refusal.tenant);
    const key = keyOf(refusal);
    const row = byKey.get(key);
    if (row) {
      row.times += times;
      row.at = Math.max(row.at, at);
      return 'again';
    }
    const ofSeat = bySeat.get(refusal.seat) ?? { rows: 0, uncounted: 0 };
    bySeat.set(refusal.seat, ofSeat);
    if (ofSeat.rows >= mostOfSeat || byKey.size >= mostOfTenant) {
      ofSeat.uncounted += times;
      return 'no-room';
    }
    ofSeat.rows += 1;
    byKey.set(key, { refusal, times, at });
    return 'new';
  }

  function logRepeated({ byKey, bySeat }: Waiting, tenant: TenantId): void {
    for (const { refusal, times } of byKey.values())
      if (times > 1) log.info({ ...fieldsOf(refusal), times: times - 1 }, 'refused again');
    for (const [seat, { uncounted }] of bySeat)
      if (uncounted > 0)
        log.info({ tenant, seat, times: uncounted }, 'refused in too many ways to name each');
  }

  return {
    note: (refusal) => {
      if (count(refusal, 1, performance.now()) === 'new') log.info(fieldsOf(refusal), 'refused');
    },
    take: () => {
      const taken = tenants;
      tenants = new Map();
      for (const [tenant, waiting] of taken) logRepeated(waiting, tenant);
      return new Map(
        [...taken].map(([tenant, { byKey }]) => [
          tenant,
          [...byKey.values()].map(({ refusal, times, at }) => ({ ...refusal, times, at })),
        ]),
      );
    },
    giveBack: (refusals) => {
      for (const { times, at, ...refusal } of refusals) count(refusal, times, at);
    },
  };
}

function keyOf({ seat, operation, conversation, rule, code }: NotedRefusal): string {
  return `${seat} ${operation} ${conversation ?? ''} ${rule} ${code}`;
}

function fieldsOf({ tenant, seat, operation, conversation, rule, code }: NotedRefusal): NotedRefusal {
  return { tenant, seat, operation, conversation, rule, code };
}
