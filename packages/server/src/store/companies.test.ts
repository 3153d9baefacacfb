import { randomUUID } from 'node:crypto';
import { unsetOptions } from '@tieline/domain';
import type { TenantId } from '@tieline/protocol';
import { createDatabase, type TestDatabase } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadCompany } from './companies.ts';
import type { AgentLicense, CompanyChange } from './company-records.ts';
import { openStore, type Store } from './store.ts';
import { writeCompany, writeNewTenant } from './write-company.ts';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createDatabase(inject('databaseUrl'));
  const onError = () => undefined;
  store = await openStore({ url: database.url, connections: 4, statementTimeout: 30_000, onError });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const settings = {
  ...({ name: 'Acme', mode: 3, release: '9.10', monitoring: 'on', transcripts: 'off' } as const),
  ...{ largestFile: 5 * 1024 ** 2, fileQuota: 1024 ** 4 },
  ...unsetOptions,
};

function newTenant(): TenantId {
  return randomUUID() as TenantId;
}

function personChanges(email: string, license: AgentLicense): CompanyChange[] {
  const subject = { email, name: 'Ada', department: '', administrator: false };
  return [
    { what: 'person', act: 'created', name: email, fields: [], subject },
    { what: 'agent seat', act: 'created', name: email, fields: [], subject: { email, seat: null, license } },
  ];
}

describe('the store of companies', () => {
  it('gives a slug to one company only', async () => {
    const slug = `c${randomUUID().slice(0, 8)}`;
    const take = (tenant: TenantId) =>
      store.transaction(tenant, (db) => writeNewTenant(db, { slug, ...settings }));
    expect(await take(newTenant())).toBe(true);
    expect(await take(newTenant())).toBe(false);
  });

  it('writes a large company in few statements, and loads it as it was written', async () => {
    const tenant = newTenant();
    const slug = `c${randomUUID().slice(0, 8)}`;
    const license = { title: 'Agent', supervisor: true, groups: ['Sales', 'Über "us"'] };
    const assigned = { ...license, supervisedGroups: ['Sales'], supervisedQueues: ['Web'] };
    const groups = license.groups.map(
      (name) => ({ name, monitoring: 'on', transcripts: 'inherit' }) as const,
    );
    const queue = { name: 'Web', monitoring: 'off', transcripts: 'on', groups: ['Sales'] } as const;
    const emails = Array.from({ length: 2000 }, (_, index) => `p${10_000 + index}@x.example`);
    const changes: CompanyChange[] = [
      ...groups.map(
        (subject) => ({ what: 'group', act: 'created', name: subject.name, fields: [], subject }) as const,
      ),
      { what: 'queue', act: 'created', name: 'Web', fields: [], subject: queue },
      ...emails.flatMap((email) => personChanges(email, assigned)),
    ];
    let statements = 0;
    await store.transaction(tenant, async (db) => {
      await writeNewTenant(db, { slug, ...settings });
      const counting: typeof db = {
        tenant,
        query: (text, values) => {
          statements += 1;
          return db.query(text, values);
        },
      };
      await writeCompany(counting, changes, new Map(emails.map((email) => [email, `hash of ${email}`])), []);
    });
    expect(statements).toBeLessThan(20);
    const state = await store.read(tenant, loadCompany);
    expect(state).toMatchObject({ tenant, settings: { slug, ...settings }, groups, queues: [queue] });
    expect(state.people.map(({ settings: { email } }) => email)).toEqual(emails);
    expect(new Set(state.people.map(({ agent }) => JSON.stringify(agent?.license)))).toEqual(
      new Set([JSON.stringify(assigned)]),
    );
    expect(state.people[7]?.passwordHash).toBe('hash of p10007@x.example');
  });

  it('does not let somebody in without a hash, even where the plan forgot it', async () => {
    const tenant = newTenant();
    const license = { title: '', supervisor: false, groups: [], supervisedGroups: [], supervisedQueues: [] };
    const write = store.transaction(tenant, async (db) => {
      await writeNewTenant(db, { slug: `c${randomUUID().slice(0, 8)}`, ...settings });
      await writeCompany(db, personChanges('ada@x.example', license), new Map(), []);
    });
    await expect(write).rejects.toThrow(/password_hash/);
  });
});
