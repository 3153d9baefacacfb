import type { ConversationId, RefusalCode, SeatId, SeatKind } from '@tieline/protocol';
import type { TenantDb } from './store.ts';

export interface NewRefusal {
  readonly seat: SeatId;
  readonly operation: string;
  readonly conversation: ConversationId | null;
  readonly rule: string;
  readonly code: RefusalCode;
  readonly times: number;
  /** Seconds since it came last. */
  readonly age: number;
}

export interface RefusalRecord {
  readonly id: string;
  readonly at: string;
  readonly times: number;
  readonly seat: SeatId;
  readonly kind: SeatKind;
  readonly name: string;
  readonly operation: string;
  readonly conversation: ConversationId | null;
  readonly rule: string;
  readonly code: RefusalCode;
}

/** Rows that are kept of a company, and of one seat among them, so that nobody can push all others out. */
const keptOfTenant = 1000;
const keptOfSeat = 200;

/** Times are whole milliseconds, as a page names the last one that it has. */
export async function writeRefusals(db: TenantDb, refusals: readonly NewRefusal[]): Promise<void> {
  await db.query(
    `insert into refusals (tenant_id, id, seat_id, operation, conversation_id, rule, code, times, at)
     select $1, gen_random_uuid(), s.id, r.operation, r.conversation, r.rule, r.code, r.times,
       date_trunc('milliseconds', now() - make_interval(secs => r.age))
     from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::int[], $8::float8[])
       as r (seat, operation, conversation, rule, code, times, age)
     join seats s on s.tenant_id = $1 and s.id = r.seat`,
    [
      db.tenant,
      refusals.map(({ seat }) => seat),
      refusals.map(({ operation }) => operation),
      refusals.map(({ conversation }) => conversation),
      refusals.map(({ rule }) => rule),
      refusals.map(({ code }) => code),
      refusals.map(({ times }) => times),
      refusals.map(({ age }) => age),
    ],
  );
}

/** Deletes all but the newest. */
export async function writeOldRefusalsGone(db: TenantDb): Promise<void> {
  await db.query(
    `delete from refusals r using (
       select id, row_number() over (order by at desc, id desc) as place,
         row_number() over (partition by seat_id order by at desc, id desc) as place_of_seat
       from refusals where tenant_id = $1
     ) k
     where r.tenant_id = $1 and r.id = k.id and (k.place > ${keptOfTenant} or k.place_of_seat > ${keptOfSeat})`,
    [db.tenant],
  );
}

export interface RefusalsPage {
  /** The last one of the page before; null: from the newest. */
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly limit: number;
}

/** The newest first, with who was refused. */
export async function loadRefusals(db: TenantDb, { after, limit }: RefusalsPage): Promise<RefusalRecord[]> {
  return db.query<RefusalRecord>(
    `select r.id, r.at, r.times, r.seat_id as seat, s.kind, p.name, r.operation,
       r.conversation_id as conversation, r.rule, r.code
     from refusals r
     join seats s on s.tenant_id = r.tenant_id and s.id = r.seat_id
     join people p on p.tenant_id = s.tenant_id and p.id = s.person_id
     where r.tenant_id = $1 and ($2::timestamptz is null or (r.at, r.id) < ($2::timestamptz, $3::uuid))
     order by r.at desc, r.id desc limit $4`,
    [db.tenant, after?.at ?? null, after?.id ?? null, limit],
  );
}
