import { randomUUID } from 'node:crypto';
import { unsetOptions } from '@tieline/domain';
import type { TenantId } from '@tieline/protocol';
import { createDatabase } from '@tieline/testkit';
import pg from 'pg';
import { afterEach, expect, inject, it } from 'vitest';
import type { CompanyChange } from './company-records.ts';
import { openStore, type Store } from './store.ts';
import { writeCompany, writeNewTenant } from './write-company.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function open(url: string): Promise<Store> {
  const store = await openStore({
    url,
    connections: 2,
    statementTimeout: 30_000,
    onError: () => undefined,
  });
  closing.push(() => store.close());
  return store;
}

const settings = {
  ...({ name: 'Acme', mode: 3, release: '9.10', monitoring: 'on', transcripts: 'off' } as const),
  ...{ largestFile: 5 * 1024 ** 2, fileQuota: 1024 ** 4 },
  ...unsetOptions,
};

function person(email: string, name: string, title: string): CompanyChange[] {
  const subject = { email, name, department: 'Łódź', administrator: false };
  const seat = { email, seat: null, license: { title } };
  return [
    { what: 'person', act: 'created', name: email, fields: [], subject },
    { what: 'office seat', act: 'created', name: email, fields: [], subject: seat },
  ];
}

async function company(store: Store, ...changes: CompanyChange[]): Promise<TenantId> {
  const tenant = randomUUID() as TenantId;
  const hashes = new Map(changes.map(({ name }) => [name, 'x'] as const));
  await store.transaction(tenant, async (db) => {
    await writeNewTenant(db, { ...settings, slug: `c${randomUUID().slice(0, 8)}` });
    await writeCompany(db, changes, hashes);
  });
  return tenant;
}

const wordsText = 'select sort_name, words from roster_words order by sort_name';

it('people and files of an earlier version are found and named as those of this one', async () => {
  const database = await createDatabase(inject('databaseUrl'));
  closing.push(() => database.drop());
  const store = await open(database.url);
  const tenants = [
    await company(store, ...person('zoe@a.example', 'Zoë', 'Chef'), ...person('erik@a.example', 'Erik', '')),
    await company(store, ...person('zoe@b.example', 'Żak', 'Straße')),
  ];
  const wordsOf = () =>
    Promise.all(tenants.map((tenant) => store.read(tenant, (db) => db.query(wordsText, []))));
  const written = await wordsOf();
  expect(written).toEqual([
    [
      { sort_name: 'erik', words: ' erik  lodz  erik@a.example' },
      { sort_name: 'zoe', words: ' zoe  chef  lodz  zoe@a.example' },
    ],
    [{ sort_name: 'zak', words: ' zak  strasse  lodz  zoe@b.example' }],
  ]);

  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  closing.push(() => admin.end());
  const [tenant] = tenants;
  const insideOf = (text: string, ...values: (string | string[])[]) =>
    store.read(tenant as TenantId, (db) => db.query<{ name: string }>(text, [tenant as TenantId, ...values]));
  await insideOf(
    `with chat as (
       insert into conversations (tenant_id, id, kind, first_seat, second_seat)
       select $1, gen_random_uuid(), 'direct', min(id::text)::uuid, max(id::text)::uuid from seats
       returning id, first_seat
     )
     insert into files (tenant_id, id, conversation_id, seat_id, use, name, size)
     select $1, gen_random_uuid(), id, first_seat, 'file', name, 1 from chat, unnest($2::text[]) as n (name)`,
    ['Ma\u0308rz.pdf', 'plain.pdf'],
  );
  await admin.query(
    `drop table roster_words; create index people_by_name on people (tenant_id, lower(name), id)`,
  );
  await admin.query(
    `alter table attachments drop heard_until; alter table interactions drop unheard_from;
     alter table files drop copy_of, drop is_returned;
     alter table people drop given_hash;
     alter table tenants drop receipts_since, add receipts_from integer not null default 0`,
  );
  await admin.query(`delete from kysely_migration where name >= '0006'`);
  await open(database.url);
  expect(await wordsOf()).toEqual(written);
  const names = await insideOf('select name from files where tenant_id = $1 order by name');
  expect(names.map(({ name }) => name)).toEqual(['März.pdf', 'plain.pdf']);
});
