import type { ConversationId, SeatId, TenantId } from '@tieline/protocol';
import { createEmptyDatabase } from '@tieline/testkit';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { loadChanges } from './load-changes.ts';
import { loadConversationOfPair, loadConversationPage } from './load-conversation.ts';
import { loadMessages } from './load-messages.ts';
import { loadSeatNews } from './load-seats.ts';
import { loadRevisions } from './load-tenant.ts';
import { writeSchemaOf } from './older-schema.fixture.ts';
import { loadReadStates } from './read-marks.ts';
import { openStore, type Store, type TenantDb } from './store.ts';
import { writeInteractionEnd } from './write-conversation.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** The user of the tests is bound by row-level security, as a migration has to expect. */
async function emptyDatabase(): Promise<string> {
  const database = await createEmptyDatabase(inject('databaseUrl'));
  closing.push(() => database.drop());
  return database.url;
}

/** Opens the database as this version does, which brings it to its own schema. */
async function open(url: string): Promise<Store> {
  const store = await openStore({ url, connections: 2, statementTimeout: 30_000, onError: () => undefined });
  closing.push(() => store.close());
  return store;
}

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const tenantText = (tenant: string, slug: string): string =>
  `insert into tenants (id, slug, name, mode, release) values ('${tenant}', '${slug}', '${slug}', 3, '9.10');
   select set_config('tieline.tenant', '${tenant}', false)`;

const personText = (tenant: string, person: string, name: string, department: string): string =>
  `insert into people (tenant_id, id, email, name, department, password_hash)
   values ('${tenant}', '${person}', lower('${name}@a.example'), '${name}', '${department}', 'x')`;

const seatText = (tenant: string, seat: string, person: string, kind: string, title = ''): string =>
  `insert into seats (tenant_id, id, person_id, kind, title)
   values ('${tenant}', '${seat}', '${person}', '${kind}', '${title}')`;

const chatText = (tenant: string, chat: string, kind: string, one: string, other: string): string =>
  `insert into conversations (tenant_id, id, kind, first_seat, second_seat, last_seq, last_at)
   values ('${tenant}', '${chat}', '${kind}', '${one}', '${other}', 3, '2026-05-04T03:02:01Z')`;

const messagesText = (tenant: string, chat: string, senders: readonly string[]): string =>
  senders
    .map(
      (sender, at) =>
        `insert into messages (tenant_id, conversation_id, seq, sender_seat, client_id, format, text)
         values ('${tenant}', '${chat}', ${at + 1}, '${sender}', '${chat} ${at + 1}', 'plain', 'Text ${at + 1}')`,
    )
    .join(';');

it('people and files of the version before searches are found and named as those of this one', async () => {
  const url = await emptyDatabase();
  const [acme, other] = [id(1), id(2)];
  await writeSchemaOf(url, '0005-refusals', [
    tenantText(acme, 'acme'),
    personText(acme, id(11), 'Zoë', 'Łódź'),
    personText(acme, id(12), 'Erik', 'Łódź'),
    seatText(acme, id(21), id(11), 'office', 'Chef'),
    seatText(acme, id(22), id(12), 'office'),
    chatText(acme, id(31), 'direct', id(21), id(22)),
    `insert into files (tenant_id, id, conversation_id, seat_id, use, name, size)
     select '${acme}', gen_random_uuid(), '${id(31)}', '${id(21)}', 'file', name, 1
     from unnest(array[U&'Ma\\0308rz.pdf', 'plain.pdf']) as n (name)`,
    tenantText(other, 'other'),
    personText(other, id(13), 'Żak', 'Łódź'),
    seatText(other, id(23), id(13), 'office', 'Straße'),
  ]);
  const store = await open(url);
  const inside = <Row>(tenant: string, text: string) =>
    store.read(tenant as TenantId, (db) => db.query<Row>(text, []));
  const words = 'select sort_name, words from roster_words order by sort_name';
  expect(await inside(acme, words)).toEqual([
    { sort_name: 'erik', words: ' erik  lodz  erik@a.example' },
    { sort_name: 'zoe', words: ' zoe  chef  lodz  zoe@a.example' },
  ]);
  expect(await inside(other, words)).toEqual([
    { sort_name: 'zak', words: ' zak  strasse  lodz  zak@a.example' },
  ]);
  const names = await inside<{ name: string }>(acme, 'select name from files order by name');
  expect(names.map(({ name }) => name)).toEqual(['März.pdf', 'plain.pdf']);
});

describe('conversations of the version before members', () => {
  const [acme, other] = [id(1), id(2)] as [TenantId, TenantId];
  const [ada, adaInOffice, bo, cy] = [id(21), id(22), id(23), id(24)] as [SeatId, SeatId, SeatId, SeatId];
  const [agents, office] = [id(31), id(32)] as [ConversationId, ConversationId];

  /** `ada` chats with `bo`, both agents; in the office she chats with `cy`, and reads what her agent seat missed. */
  const content = [
    tenantText(other, 'other'),
    personText(other, id(14), 'Dee', ''),
    personText(other, id(15), 'Eve', ''),
    seatText(other, id(25), id(14), 'office'),
    seatText(other, id(26), id(15), 'office'),
    chatText(other, id(33), 'direct', id(25), id(26)),
    tenantText(acme, 'acme'),
    ...[
      personText(acme, id(11), 'Ada', ''),
      personText(acme, id(12), 'Bo', ''),
      personText(acme, id(13), 'Cy', ''),
    ],
    ...[seatText(acme, ada, id(11), 'agent'), seatText(acme, adaInOffice, id(11), 'office')],
    ...[seatText(acme, bo, id(12), 'agent'), seatText(acme, cy, id(13), 'office')],
    chatText(acme, agents, 'agent', ada, bo),
    chatText(acme, office, 'direct', adaInOffice, cy),
    messagesText(acme, agents, [ada, bo, bo]),
    messagesText(acme, office, [cy, cy, adaInOffice]),
    `insert into interactions (tenant_id, conversation_id, number, started_by, from_seq, monitored, transcript)
     values ('${acme}', '${agents}', 1, '${ada}', 1, false, false)`,
    `update conversations set interaction = 1 where id = '${agents}'`,
    `update messages set missed = true where conversation_id = '${agents}' and seq = 3`,
    `insert into read_marks (tenant_id, conversation_id, seat_id, seq, changed, receipt_seq, receipt_revision, receipt_changed)
     values ('${acme}', '${agents}', '${ada}', 2, '100', 2, 1, '100'), ('${acme}', '${agents}', '${adaInOffice}', 3, '101', 0, 0, null),
       ('${acme}', '${office}', '${cy}', 3, '102', 1, 1, '99')`,
  ];

  async function migrated(): Promise<Store> {
    const url = await emptyDatabase();
    await writeSchemaOf(url, '0011-given-hash', content);
    return open(url);
  }

  const pageOf = (db: TenantDb, seat: SeatId, list: 'own' | 'archive') =>
    loadConversationPage(db, { seat, list, kinds: ['direct', 'expert', 'agent'], after: null, limit: 50 });

  it('have their members, and nobody else has them', async () => {
    const store = await migrated();
    const text = `select conversation_id as chat, party_id as party, role, read_seq as read, read_changed::text as changed,
        receipt_seq as receipt, receipt_revision as revision, receipt_changed::text as told
      from conversation_members order by 1, 2`;
    const never = { read: 0, changed: '0', receipt: 0, revision: 0, told: null };
    expect(await store.read(acme, (db) => db.query(text, []))).toEqual([
      {
        chat: agents,
        party: ada,
        role: 'member',
        read: 2,
        changed: '100',
        receipt: 2,
        revision: 1,
        told: '100',
      },
      { chat: agents, party: adaInOffice, role: 'archive', ...never, read: 3, changed: '101' },
      { chat: agents, party: bo, role: 'member', ...never },
      { chat: office, party: adaInOffice, role: 'member', ...never },
      {
        chat: office,
        party: cy,
        role: 'member',
        read: 3,
        changed: '102',
        receipt: 1,
        revision: 1,
        told: '99',
      },
    ]);
    expect(await store.read(other, (db) => db.query(text, []))).toMatchObject([
      { chat: id(33), party: id(25), role: 'member' },
      { chat: id(33), party: id(26), role: 'member' },
    ]);
    expect(await store.read(acme, (db) => db.query('select id, kind from parties order by id', []))).toEqual(
      [ada, adaInOffice, bo, cy].map((seat) => ({ id: seat, kind: 'seat' })),
    );
  });

  it('count their changes from their last places on', async () => {
    const store = await migrated();
    const read = { fromSeq: 1, before: null, after: null, limit: 50, room: 10_000 };
    await store.transaction(acme, async (db) => {
      expect(await pageOf(db, ada, 'own')).toMatchObject([{ id: agents, lastSeq: 3, rev: 3 }]);
      const { messages } = await loadMessages(db, { ...read, conversation: agents });
      expect(messages.map(({ rev }) => rev)).toEqual([1, 2, 3]);
      const ending = { by: ada, reason: 'ended-by-agent', heardUntil: null } as const;
      expect(await writeInteractionEnd(db, [agents], ending)).toMatchObject([{ number: 1, rev: 4 }]);
      expect(await loadConversationOfPair(db, ada, bo)).toMatchObject({ lastSeq: 3, rev: 4 });
    });
  });

  it('are listed, read and resumed as before', async () => {
    const store = await migrated();
    await store.read(acme, async (db) => {
      expect(await pageOf(db, ada, 'own')).toMatchObject([
        {
          id: agents,
          kind: 'agent',
          members: [ada, bo],
          lastSeq: 3,
          interaction: { running: true, number: 1 },
        },
      ]);
      expect(await pageOf(db, adaInOffice, 'own')).toMatchObject([
        { id: office, members: [adaInOffice, cy] },
      ]);
      expect(await pageOf(db, cy, 'own')).toMatchObject([{ id: office }]);
      expect(await loadConversationOfPair(db, bo, ada)).toMatchObject({ id: agents });
      expect(await loadConversationOfPair(db, bo, cy)).toBeNull();
      const read = { conversation: agents, fromSeq: 1, before: null, after: null, limit: 50, room: 10_000 };
      const { messages } = await loadMessages(db, read);
      expect(messages.map(({ seq, sender, missed }) => [seq, sender.seat, missed])).toEqual([
        [1, ada, false],
        [2, bo, false],
        [3, bo, true],
      ]);
      const place = { conversation: agents, fromSeq: 1, toSeq: 3, receipts: null };
      const own = { ...place, counts: 'heard', self: ada, peer: bo } as const;
      expect((await loadReadStates(db, ada, [own])).get(agents)).toEqual({
        readSeq: 2,
        peerReadSeq: 0,
        unread: 0,
      });
      const peer = { ...place, counts: 'all', self: bo, peer: ada } as const;
      expect((await loadReadStates(db, bo, [peer])).get(agents)).toEqual({
        readSeq: 0,
        peerReadSeq: 2,
        unread: 1,
      });
      const kinds = ['direct', 'expert', 'agent'] as const;
      const changes = await loadChanges(db, [adaInOffice, ada], kinds, { floor: 0n, seatsSince: null });
      expect(changes?.listed.map((one) => one.id).toSorted()).toEqual([agents, office]);
    });
  });
});

it('[PRES-4] seats that are logged in have an open interval since their status began, and others have none', async () => {
  const url = await emptyDatabase();
  const [acme, other] = [id(1), id(2)];
  const attachmentText = (tenant: string, session: string, person: string, seat: string, dropped: string) =>
    `insert into sessions (tenant_id, id, person_id, seat_id, token_hash, device, expires_at)
     values ('${tenant}', '${session}', '${person}', '${seat}', sha256('${session}'), 'x', now() + interval '1 day');
     insert into attachments (tenant_id, session_id, node_id, seat_id, dropped_at)
     values ('${tenant}', '${session}', '${id(91)}', '${seat}', ${dropped})`;
  const newSeatText = (tenant: string, seat: string, person: string, status: string) =>
    `insert into parties (tenant_id, id, kind) values ('${tenant}', '${seat}', 'seat');
     insert into seats (tenant_id, id, person_id, kind, status, status_since)
     values ('${tenant}', '${seat}', '${person}', 'agent', '${status}', '2026-05-04T03:02:01.000002Z')`;
  await writeSchemaOf(url, '0013-interaction-groups', [
    tenantText(other, 'other'),
    personText(other, id(14), 'Dee', ''),
    newSeatText(other, id(24), id(14), 'available'),
    attachmentText(other, id(44), id(14), id(24), 'null'),
    tenantText(acme, 'acme'),
    ...['Ada', 'Bo', 'Cy'].map((name, at) => personText(acme, id(11 + at), name, '')),
    newSeatText(acme, id(21), id(11), 'on-break'),
    newSeatText(acme, id(22), id(12), 'work-offline'),
    newSeatText(acme, id(23), id(13), 'on-break'),
    // On two devices, and in the grace time.
    attachmentText(acme, id(41), id(11), id(21), 'null'),
    attachmentText(acme, id(42), id(11), id(21), 'null'),
    attachmentText(acme, id(43), id(12), id(22), 'now()'),
  ]);
  const store = await open(url);
  const text = `select seat_id as seat, status, started_at as since, ended_at as until
    from status_intervals order by 1`;
  const inside = (tenant: string) => store.read(tenant as TenantId, (db) => db.query(text, []));
  const lasting = { since: '2026-05-04T03:02:01.000Z', until: null };
  expect(await inside(acme)).toMatchObject([
    { seat: id(21), status: 'on-break', ...lasting },
    { seat: id(22), status: 'work-offline', ...lasting },
  ]);
  expect(await inside(other)).toMatchObject([{ seat: id(24), status: 'available', ...lasting }]);
});

it('people of the version before origins come from the file, and whoever adds one has to say it', async () => {
  const url = await emptyDatabase();
  await writeSchemaOf(url, '0015-status-intervals', [
    tenantText(id(1), 'acme'),
    personText(id(1), id(11), 'Ada', ''),
  ]);
  const store = await open(url);
  await store.read(id(1) as TenantId, async (db) => {
    expect(await db.query('select id, origin from people', [])).toEqual([{ id: id(11), origin: 'file' }]);
    await expect(db.query(personText(id(1), id(12), 'Bo', ''), [])).rejects.toThrow(/"origin"/);
  });
});

it('[HIST-5] the changes of an interaction that runs meanwhile begin with the one of its start, if that was counted', async () => {
  const url = await emptyDatabase();
  const acme = id(1);
  const chatOf = (chat: string, number: number, rev: number, end: string) =>
    `insert into interactions
       (tenant_id, conversation_id, number, started_by, from_seq, monitored, transcript, rev, ended_at)
     values ('${acme}', '${chat}', ${number}, '${id(21)}', ${number * 2}, true, true, ${rev}, ${end})`;
  await writeSchemaOf(url, '0016-person-origin', [
    tenantText(acme, 'acme'),
    ...[id(31), id(32)].map(
      (chat) =>
        `insert into conversations (tenant_id, id, kind, last_seq, rev)
         values ('${acme}', '${chat}', 'agent', 6, 12)`,
    ),
    chatOf(id(31), 1, 6, 'now()'),
    chatOf(id(31), 2, 7, 'null'),
    chatOf(id(32), 1, 0, 'null'),
  ]);
  const store = await open(url);
  const text = 'select conversation_id as chat, number, from_rev as rev from interactions order by 1, 2';
  expect(await store.read(acme as TenantId, (db) => db.query(text, []))).toEqual([
    { chat: id(31), number: 1, rev: null },
    { chat: id(31), number: 2, rev: 7 },
    { chat: id(32), number: 1, rev: null },
  ]);
});

it('[DEL-7] of a company that was changed before changes were told apart everything is loaded anew, once', async () => {
  const url = await emptyDatabase();
  const [acme, other] = [id(1), id(2)];
  await writeSchemaOf(url, '0017-interaction-revisions', [
    tenantText(acme, 'acme'),
    personText(acme, id(11), 'Ada', '')
      .replace('password_hash)', 'password_hash, origin)')
      .replace("'x')", "'x', 'file')"),
    `insert into parties (tenant_id, id, kind) values ('${acme}', '${id(21)}', 'seat')`,
    seatText(acme, id(21), id(11), 'office'),
    `update tenants set revision = 7 where id = '${acme}'`,
    tenantText(other, 'other'),
  ]);
  const store = await open(url);
  const revisions = await loadRevisions(store, [acme, other] as TenantId[]);
  // Who holds something of revision 6 is told to load anew; who holds it of 7 misses nothing.
  expect(revisions.get(acme as TenantId)).toEqual({ revision: 7, settingsRevision: 7 });
  expect(revisions.get(other as TenantId)).toEqual({ revision: 1, settingsRevision: 1 });
  await store.read(acme as TenantId, async (db) => {
    expect(await loadSeatNews(db, id(21) as SeatId, 7)).toEqual({ isOwn: false, kinds: [] });
    expect(await loadSeatNews(db, id(21) as SeatId, 0)).toEqual({ isOwn: true, kinds: ['office'] });
  });
});
