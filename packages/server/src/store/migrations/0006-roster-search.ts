import { fold, searchText } from '@tieline/text';
import { CompiledQuery, type Kysely } from 'kysely';

/*
 * By what a seat is found and sorted on a roster. The folding is ours: the database may know no letters but those of
 * English (LC_CTYPE C), and two databases would fold differently. It stands beside the seats, so that what is read
 * and written with each message stays small.
 */
const table = /* sql */ `
create table roster_words (
  tenant_id uuid not null,
  seat_id uuid not null,
  -- The folded name.
  sort_name text collate "C" not null,
  -- The folded words of name, title, department and e-mail.
  words text collate "C" not null,
  primary key (tenant_id, seat_id),
  foreign key (tenant_id, seat_id) references seats (tenant_id, id) on delete cascade
);
create index roster_words_by_name on roster_words (tenant_id, sort_name, seat_id);
drop index people_by_name;

alter table roster_words enable row level security;
alter table roster_words force row level security;
create policy own_tenant on roster_words
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
`;

interface Row {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly department: string;
  readonly email: string;
}

/** Seats at a time. */
const batch = 5000;

export async function rosterSearch(db: Kysely<unknown>): Promise<void> {
  const ask = async <Result>(text: string, values: readonly unknown[] = []): Promise<readonly Result[]> =>
    (await db.executeQuery<Result>(CompiledQuery.raw(text, [...values]))).rows;
  await ask(table);
  for (const tenant of await ask<{ id: string }>('select id from tenants')) {
    // Where the owner of the tables does not pass row-level security by, it acts for one company after the other.
    await ask(`select set_config('tieline.tenant', $1, true)`, [tenant.id]);
    for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after !== undefined;) {
      const rows: readonly Row[] = await ask<Row>(
        `select s.id, s.title, p.name, p.department, p.email
         from seats s join people p on p.tenant_id = s.tenant_id and p.id = s.person_id
         where s.tenant_id = $1 and s.id > $2 order by s.id limit ${batch}`,
        [tenant.id, after],
      );
      await ask(
        `insert into roster_words (tenant_id, seat_id, sort_name, words)
         select $1, seat, sort_name, words from unnest($2::uuid[], $3::text[], $4::text[]) as r (seat, sort_name, words)`,
        [
          tenant.id,
          rows.map(({ id }) => id),
          rows.map(({ name }) => fold(name)),
          rows.map(({ name, title, department, email }) => searchText([name, title, department, email])),
        ],
      );
      after = rows.at(-1)?.id;
    }
  }
  await ask(`select set_config('tieline.tenant', '', true)`);
}
