import { fold, searchText } from '@tieline/text';
import type { TenantDb } from './store.ts';

interface Row {
  seat: string;
  title: string;
  name: string;
  department: string;
  email: string;
}

/** By what the seats of these people are sorted and found on a roster, after anything of it was written. */
export async function writeRosterWords(db: TenantDb, emails: readonly string[]): Promise<void> {
  if (emails.length === 0) return;
  const rows = await db.query<Row>(
    `select s.id as seat, s.title, p.name, p.department, p.email
     from people p join seats s on s.tenant_id = p.tenant_id and s.person_id = p.id
     where p.tenant_id = $1 and p.email = any($2::text[])`,
    [db.tenant, emails],
  );
  await db.query(
    `insert into roster_words (tenant_id, seat_id, sort_name, words)
     select $1, seat, sort_name, words from unnest($2::uuid[], $3::text[], $4::text[]) as r (seat, sort_name, words)
     on conflict (tenant_id, seat_id) do update set sort_name = excluded.sort_name, words = excluded.words`,
    [
      db.tenant,
      rows.map(({ seat }) => seat),
      rows.map(({ name }) => fold(name)),
      rows.map(({ name, title, department, email }) => searchText([name, title, department, email])),
    ],
  );
}
