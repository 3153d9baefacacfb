import { randomUUID } from 'node:crypto';
import type { SeatId, TenantId } from '@tieline/protocol';
import { createDatabase } from '@tieline/testkit';
import { expect, inject, it, onTestFinished } from 'vitest';
import { openStore } from './store.ts';
import { writeConversation, writeInteractionStart } from './write-conversation.ts';

/** `number`: of the interaction, counted from 1. */
const groupsText = `select party_id as party, (dense_rank() over (order by number))::int as number, group_name as name
  from interaction_groups order by number, 3, 1`;

it('[MON-4] an interaction keeps the groups that its members were in when it began', async () => {
  const database = await createDatabase(inject('databaseUrl'));
  onTestFinished(() => database.drop());
  const options = { url: database.url, connections: 1, statementTimeout: 30_000, onError: () => undefined };
  const store = await openStore(options);
  onTestFinished(() => store.close());
  const tenant = randomUUID() as TenantId;
  const [ada, bo, sales, support] = Array.from({ length: 4 }, () => randomUUID()) as [
    SeatId,
    SeatId,
    string,
    string,
  ];
  await store.transaction(tenant, async (db) => {
    await db.query(
      `insert into tenants (id, slug, name, mode, release) values ($1, 'acme', 'Acme', 1, '9.10')`,
      [tenant],
    );
    await db.query(
      `insert into people (tenant_id, id, email, name, password_hash, origin) select $1, id, id::text, 'Zoë', 'x', 'file' from unnest($2::uuid[]) id`,
      [tenant, [ada, bo]],
    );
    await db.query(`insert into parties (tenant_id, id, kind) select $1, unnest($2::uuid[]), 'seat'`, [
      tenant,
      [ada, bo],
    ]);
    await db.query(
      `insert into seats (tenant_id, id, person_id, kind) select $1, id, id, 'agent' from unnest($2::uuid[]) id`,
      [tenant, [ada, bo]],
    );
    await db.query(
      `insert into agent_groups (tenant_id, id, name) values ($1, $2, 'Sales'), ($1, $3, 'Support')`,
      [tenant, sales, support],
    );
    await db.query(
      `insert into agent_group_members (tenant_id, group_id, seat_id) values ($1, $2, $3), ($1, $4, $3), ($1, $2, $5)`,
      [tenant, sales, ada, support, bo],
    );
    const chat = await writeConversation(db, 'agent', ada, bo);
    await writeInteractionStart(db, chat, ada, { monitored: false, transcript: false });
    const first = [
      { party: ada, number: 1, name: 'Sales' },
      { party: bo, number: 1, name: 'Sales' },
      { party: ada, number: 1, name: 'Support' },
    ];
    expect(await db.query(groupsText, [])).toEqual(expect.arrayContaining(first));
    expect(await db.query(groupsText, [])).toHaveLength(3);
    await db.query(`update agent_groups set name = 'Service' where id = $1`, [support]);
    await db.query('delete from agent_groups where id = $1', [sales]);
    await writeInteractionStart(db, chat, bo, { monitored: false, transcript: false });
    const all = await db.query(groupsText, []);
    expect(all).toHaveLength(4);
    expect(all).toEqual(expect.arrayContaining([...first, { party: ada, number: 2, name: 'Service' }]));
  });
});
