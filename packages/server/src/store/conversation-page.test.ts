import { randomUUID } from 'node:crypto';
import type { ClientId, ConversationId, SeatId, TenantId } from '@tieline/protocol';
import { createDatabase } from '@tieline/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import {
  loadConversationOfPair,
  loadConversationPage,
  withMember,
  withParties,
} from './load-conversation.ts';
import { openStore, type Store, type TenantDb } from './store.ts';
import { writeConversation } from './write-conversation.ts';
import { writeMessages } from './write-messages.ts';

let store: Store;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const database = await createDatabase(inject('databaseUrl'));
  closing.push(() => database.drop());
  const options = { url: database.url, connections: 2, statementTimeout: 30_000, onError: () => undefined };
  store = await openStore(options);
  closing.push(() => store.close());
});
afterAll(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const kinds = ['direct', 'expert', 'agent'] as const;
let tenant: TenantId;
let seats: readonly SeatId[];

/** A company with these seats, of a kind that nothing here asks for. */
beforeEach(async () => {
  tenant = randomUUID() as TenantId;
  seats = Array.from({ length: 31 }, () => randomUUID() as SeatId);
  await store.transaction(tenant, async (db) => {
    const slug = `c${tenant.slice(0, 8)}`;
    await db.query(`insert into tenants (id, slug, name, mode, release) values ($1, $2, 'Acme', 3, '9.10')`, [
      tenant,
      slug,
    ]);
    await db.query(`insert into parties (tenant_id, id, kind) select $1, unnest($2::uuid[]), 'seat'`, [
      tenant,
      seats,
    ]);
  });
});

const seatAt = (place: number): SeatId => {
  const seat = seats[place];
  if (!seat) throw new Error(`There is no seat ${place}`);
  return seat;
};

async function send(db: TenantDb, conversation: ConversationId, sender: SeatId): Promise<void> {
  const expected = { revision: 1, interaction: null, logins: [{ seat: sender, isLoggedIn: false }] };
  const from = { seat: sender, kind: 'office', name: 'Zoë' } as const;
  const body = { format: 'plain', text: 'Good morning' } as const;
  const message = { sender: from, clientId: randomUUID() as ClientId, body, missed: false };
  const stored = await writeMessages(db, [{ conversation, expected, messages: [message] }]);
  expect(stored.size).toBe(1);
}

/** Moves the time of what was written so far. */
async function writeEarlier(db: TenantDb, conversation: ConversationId, minutes: number): Promise<void> {
  await db.query(
    `update conversations set last_at = last_at - $3 * interval '1 minute' where tenant_id = $1 and id = $2`,
    [db.tenant, conversation, minutes],
  );
  await db.query(
    `update conversation_members m set active_hour = greatest(active_hour - $3 * interval '1 minute', date_trunc('hour', c.last_at, 'UTC'))
     from conversations c where c.tenant_id = $1 and c.id = $2 and m.tenant_id = $1 and m.conversation_id = $2`,
    [db.tenant, conversation, minutes],
  );
}

const activeHours = (db: TenantDb, conversation: ConversationId) =>
  db.query<{ party: SeatId; late: boolean }>(
    `select m.party_id as party, m.active_hour < date_trunc('hour', c.last_at, 'UTC') as late
     from conversation_members m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
     where m.tenant_id = $1 and m.conversation_id = $2 order by 1`,
    [db.tenant, conversation],
  );

it('the first message of an hour tells every member of it, and the next ones nobody', async () => {
  await store.read(tenant, async (db) => {
    const one = seatAt(0);
    const { id } = await writeConversation(db, 'direct', one, seatAt(1));
    const versions = async () =>
      (
        await db.query<{ xmin: string }>(
          'select xmin::text from conversation_members where conversation_id = $1',
          [id],
        )
      ).map(({ xmin }) => xmin);
    const atFirst = await versions();
    await send(db, id, one);
    const told = await versions();
    expect(told).not.toEqual(atFirst);
    expect((await activeHours(db, id)).map(({ late }) => late)).toEqual([false, false]);
    await send(db, id, one);
    expect(await versions()).toEqual(told);
    await writeEarlier(db, id, 120);
    const earlier = await versions();
    await send(db, id, one);
    expect(await versions()).not.toEqual(earlier);
    expect((await activeHours(db, id)).map(({ late }) => late)).toEqual([false, false]);
  });
});

it('[HIST-6] pages hold each conversation once, the newest first, whatever hours they are of and whichever are listed', async () => {
  const chats = fc.array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 600 }),
      kind: fc.constantFrom('direct', 'agent'),
      // What a clock that is set back leaves: an hour that is later than the newest message.
      isAhead: fc.boolean(),
    }),
    { maxLength: 30 },
  );
  await fc.assert(
    fc
      .asyncProperty(
        chats,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('own', 'archive'),
        async (list, limit, which) => {
          await store.read(tenant, async (db) => {
            const written: { id: ConversationId; kind: string }[] = [];
            for (const [at, { minutes, kind, isAhead }] of list.entries()) {
              const { id } = await writeConversation(
                db,
                kind === 'agent' ? 'agent' : 'direct',
                seatAt(30),
                seatAt(at),
              );
              await send(db, id, seatAt(30));
              if (!isAhead) await writeEarlier(db, id, minutes);
              else
                await db.query(
                  `update conversations set last_at = last_at - $2 * interval '1 minute' where id = $1`,
                  [id, minutes],
                );
              written.push({ id, kind });
            }
            const order = await db.query<{ id: ConversationId; kind: string }>(
              `select id, kind from conversations where tenant_id = $1 and last_seq > 0
             order by date_trunc('milliseconds', last_at) desc, id desc`,
              [db.tenant],
            );
            // No interaction runs in any of them.
            const expected = order
              .filter(({ kind }) => which === 'archive' || kind !== 'agent')
              .map(({ id }) => id);
            const found: ConversationId[] = [];
            for (let after: { at: string; id: ConversationId } | null = null; ;) {
              const page = await loadConversationPage(db, {
                seat: seatAt(30),
                list: which,
                kinds,
                after,
                limit,
              });
              found.push(...page.map(({ id }) => id));
              const last = page.at(-1);
              if (page.length < limit || !last?.lastAt) break;
              after = { at: last.lastAt, id: last.id };
            }
            expect(found).toEqual(expected);
          });
        },
      )
      .afterEach(() =>
        store.transaction(
          tenant,
          async (db) => void (await db.query('delete from conversations where tenant_id = $1', [tenant])),
        ),
      ),
    { numRuns: 40 },
  );
});

/** How a condition is answered on a connection of the server, which row-level security binds. */
async function planOf(db: TenantDb, condition: string, members: readonly SeatId[]): Promise<string> {
  await db.query('set local enable_seqscan = off', []);
  const rows = await db.query<{ 'QUERY PLAN': string }>(
    `explain select * from conversations c where c.tenant_id = $1 and ${condition}`,
    [db.tenant, members],
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

it('[TEN-1] a pair and a member find their conversations by an index, although row-level security stands before it', async () => {
  await store.transaction(tenant, async (db) => {
    const { id } = await writeConversation(db, 'direct', seatAt(1), seatAt(0));
    expect((await loadConversationOfPair(db, seatAt(0), seatAt(1)))?.id).toBe(id);
    expect((await writeConversation(db, 'direct', seatAt(0), seatAt(1))).id).toBe(id);
    expect(await loadConversationOfPair(db, seatAt(0), seatAt(2))).toBeNull();
    // So many that reading all of them would cost more.
    await db.query(
      `insert into conversations (tenant_id, id, kind, party_set)
       select $1, gen_random_uuid(), 'direct', array[gen_random_uuid(), gen_random_uuid()] from generate_series(1, 3000)`,
      [tenant],
    );
    await db.query('analyze conversations', []);
    expect(await planOf(db, withParties('$2'), [seatAt(0), seatAt(1)])).toMatch(/Index Cond: .*party_key/);
    const ofMember = await planOf(db, withMember('$2'), [seatAt(0)]);
    expect(ofMember).toMatch(/Index Cond: .*\bid = ANY/);
    expect(ofMember).toMatch(/Index Cond: .*party_id = ANY/);
  });
});
