import { type ConversationId, limits, type Resumed, type RosterPage, type TenantId } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    databaseUrl: inject('databaseUrl'),
    markSeconds: 0.2,
    limits: { sessionRate: 0, companyRate: 0 },
  });
});
afterAll(() => server.close());

const company = () => server.company({ cast: wholeCast });
const resume = (line: Line, token: string | null, after: Record<string, number> = {}): Promise<Resumed> =>
  line.ask('resume', {
    token,
    timelines: Object.entries(after).map(([conversation, seq]) => ({
      conversation: conversation as ConversationId,
      after: seq,
    })),
  });
const changed = (resumed: Resumed, id: ConversationId) => resumed.conversations.find((one) => one.id === id);
const tokenOf = async (line: Line): Promise<string> => (await resume(line, null)).token;

describe('who comes back', () => {
  it('[DEL-7] gets what changed meanwhile, and what its timelines lack', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const olivia = await house.join('olivia', 'office');
    const [known, other] = [await mei.open(erik.seat), await mei.open(olivia.seat)];
    await erik.say(known.id, 'Before');
    const first = await resume(mei, null);
    expect(first).toMatchObject({ outcome: 'fresh', reason: 'first', conversations: [], gone: [] });
    mei.socket.cut();
    for (const text of ['One', 'Two', 'Three']) await erik.say(known.id, text);
    await olivia.say(other.id, 'Elsewhere');
    const again = await house.join('mei', 'office');
    const resumed = await resume(again, first.token, { [known.id]: 1 });
    expect(resumed).toMatchObject({ outcome: 'resumed', reason: null, gone: [] });
    expect(changed(resumed, known.id)).toMatchObject({ lastSeq: 4, unread: 4, excerpt: 'Three' });
    expect(changed(resumed, other.id)).toMatchObject({ lastSeq: 1, unread: 1, excerpt: 'Elsewhere' });
    const [timeline] = resumed.timelines;
    expect(timeline?.page?.messages.map(({ seq }) => seq)).toEqual([2, 3, 4]);
    expect(timeline?.page?.hasAfter).toBe(false);
    expect(await again.conversations()).toEqual(expect.arrayContaining(resumed.conversations));
  });

  it('[DEL-7] misses nothing that was being committed when the token was made', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    await erik.say(id, 'The first');
    // What runs elsewhere in this PostgreSQL since before that would bring it into each answer.
    await waitFor(
      'older transactions to end',
      async () => changed(await resume(mei, await tokenOf(mei)), id) === undefined,
    );
    const tenant = erik.device.token.split('.')[0] as never;
    let commit = (): void => undefined;
    const written = new Promise<void>((isWritten) => {
      void server.store.transaction(tenant, async (db) => {
        await db.query(
          'update conversations set changed = pg_current_xact_id() where tenant_id = $1 and id = $2',
          [tenant, id],
        );
        isWritten();
        await new Promise<void>((resolve) => (commit = resolve));
      });
    });
    await written;
    onTestFinished(() => commit());
    // Others commit after it began and before the token is made.
    await erik.open(await erik.find('office', 'Olivia'));
    const token = await tokenOf(mei);
    expect(changed(await resume(mei, token), id)).toBeUndefined();
    commit();
    await waitFor('the commit to be in the answer', async () => changed(await resume(mei, token), id));
  });

  it('[HIST-6, DEL-7] gets what was read on another device, and the archive as well', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    await erik.say(id, 'Read me');
    const token = await tokenOf(mei);
    await mei.ask('mark-read', { conversation: id, seq: 1 });
    expect(changed(await resume(mei, token), id)).toMatchObject({ readSeq: 1, unread: 0 });

    const [office, console] = [await house.join('noor', 'office'), await house.join('noor', 'console')];
    const bea = await house.join('bea', 'console');
    const before = await tokenOf(office);
    const chat = await bea.open(console.seat);
    await bea.say(chat.id, 'For the archive');
    const resumed = await resume(office, before, { [chat.id]: 0 });
    expect(changed(resumed, chat.id)).toMatchObject({ archive: { seat: console.seat }, lastSeq: 1 });
    expect(resumed.timelines[0]?.page?.messages).toHaveLength(1);
  });

  it('[HIST-5] is told which chats are over, and gets nothing of them', async () => {
    const house = await company();
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const { id } = await ada.open(bea.seat);
    const token = await tokenOf(bea);
    await ada.say(id, 'While it lasts');
    const began = changed(await resume(bea, token), id)?.interaction?.number ?? 0;
    expect(began).toBeGreaterThan(0);
    await ada.ask('end-interaction', { conversation: id });
    const resumed = await resume(bea, token, { [id]: 0 });
    expect(resumed).toMatchObject({ outcome: 'resumed', gone: [id] });
    const first = { conversation: id, number: began, rev: 3, reason: 'ended-by-agent', by: ada.seat };
    expect(resumed.ends).toEqual([{ ...first, unheardFrom: null, unheard: [] }]);
    expect(changed(resumed, id)).toBeUndefined();
    expect(resumed.timelines[0]?.page?.messages).toEqual([]);

    // Of one that runs there is no end to tell, however many came before.
    await ada.say(id, 'Once more');
    expect(await resume(bea, token)).toMatchObject({ gone: [], ends: [] });
    await ada.device.logOut();
    const second = { conversation: id, rev: 3, reason: 'logged-out', by: ada.seat };
    const { gone, ends } = await resume(bea, token);
    expect([gone, ends]).toMatchObject([[id], [second]]);
    expect(ends[0]?.number).toBeGreaterThan(began);
  });
});

describe('a token', () => {
  const beginsAnew = async (line: Line, token: string | null, reason: Resumed['reason']) => {
    const answer = await resume(line, token);
    expect(answer).toMatchObject({ outcome: 'fresh', reason, conversations: [], gone: [] });
    expect(await resume(line, answer.token)).toMatchObject({ outcome: 'resumed' });
  };

  it('[DEL-7] that is not one, or not of this seat, begins anew', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const own = await tokenOf(mei);
    expect(await resume(mei, own)).toMatchObject({ outcome: 'resumed' });
    const [version, sealed = ''] = own.split('.');
    const flipped = (at: number) =>
      `${version}.${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
    const broken = ['', 'x', `${own}.1`, own.replace('2.', '3.'), '1.1.1.1.1', `2.${'9'.repeat(150)}`];
    // The form of an earlier version, in which the numbers stood in clear.
    broken.push(`1.7412345678901234567.${mei.seat}.1.1000`);
    for (const token of [...broken, flipped(0), flipped(30), flipped(63), own.slice(0, -1)])
      await beginsAnew(mei, token, 'unreadable');
    await beginsAnew(mei, await tokenOf(erik), 'unreadable');
    const stranger = await (await company()).join('mei', 'office');
    await beginsAnew(mei, await tokenOf(stranger), 'unreadable');
  });

  it('[DEL-7] of another database or the future begins anew', async () => {
    const mei = await (await company()).join('mei', 'office');
    const own = await tokenOf(mei);
    const owner = { tenant: mei.device.token.split('.')[0] as TenantId, seat: mei.seat };
    const { resumeTokens } = server.node.context;
    const point = resumeTokens.read(owner, own);
    if (!point) throw new Error('The own token cannot be read');
    const changedTo = (changes: object) => resumeTokens.write(owner, { ...point, ...changes });
    expect(await resume(mei, changedTo({}))).toMatchObject({ outcome: 'resumed' });
    await beginsAnew(mei, changedTo({ cluster: '1' }), 'foreign');
    await beginsAnew(mei, changedTo({ floor: point.floor + 1_000_000_000n }), 'future');
    await beginsAnew(mei, changedTo({ revision: point.revision + 1 }), 'rules-changed');
  });

  it('[DEL-7] is too old when more has changed than a client takes at once', async () => {
    const names = Array.from({ length: limits.resumedConversations + 1 }, (_, at) => `p${at}`);
    const crowd = Object.fromEntries(names.map((name) => [name, { office: {} }]));
    const house = await server.company({ cast: { ...crowd, mei: { office: {} } } });
    const mei = await house.join('mei', 'office');
    const token = await tokenOf(mei);
    const page = (after: string) =>
      mei.device.request<RosterPage>('GET', `/rosters/office?limit=200${after}`).then(({ body }) => body);
    const first = await page('');
    const second = await page(`&after=${encodeURIComponent(first.next ?? '')}`);
    const seats = [...first.entries, ...second.entries].map(({ seat }) => seat);
    expect(seats).toHaveLength(names.length);
    for (const seat of seats) {
      const { id } = await mei.open(seat);
      await mei.say(id, 'Hello');
    }
    await beginsAnew(mei, token, 'too-old');
  });

  it('[TEN-2] of before the company was changed begins anew, and every open screen is told', async () => {
    const house = await company();
    const mei = await house.join('mei', 'office');
    const stranger = await (await company()).join('mei', 'office');
    const token = await tokenOf(mei);
    expect(await resume(mei, token)).toMatchObject({ outcome: 'resumed' });
    // The node has to have seen the company before it can see a change of it.
    await mei.socket.event('mark');
    await house.apply({ mode: 2 });
    await beginsAnew(mei, token, 'rules-changed');
    await mei.socket.event('company-changed');
    expect(stranger.heard('company-changed')).toEqual([]);
  });

  it('[DEL-7] comes by itself now and then, and is as good as one that was asked for', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    const { token } = await mei.socket.event('mark');
    await erik.say(id, 'After the mark');
    const resumed = await resume(mei, token);
    expect(resumed).toMatchObject({ outcome: 'resumed' });
    expect(changed(resumed, id)).toMatchObject({ lastSeq: 1 });
    await beginsAnew(erik, token, 'unreadable');
  });

  it('[DEL-7] comes with the welcome too, of a moment before it', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    // Each mark is of the one before: by then this node has marked a moment.
    await mei.socket.event('mark');
    const { id } = await erik.open(mei.seat);
    const [welcome] = (await mei.device.socket()).events;
    if (welcome?.on !== 'welcome' || welcome.token === null) throw new Error('The welcome has no token.');
    const { token } = welcome;
    await erik.say(id, 'After the welcome');
    const resumed = await resume(mei, token);
    expect(resumed).toMatchObject({ outcome: 'resumed' });
    expect(changed(resumed, id)).toMatchObject({ lastSeq: 1 });
    await beginsAnew(erik, token, 'unreadable');
  });
});

describe('timelines', () => {
  it('[TEN-1, DEL-7] of others are not shown, and no more of them can be asked for than a client holds', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const olivia = await house.join('olivia', 'office');
    const { id } = await erik.open(mei.seat);
    await erik.say(id, 'Between us');
    expect((await resume(mei, null, { [id]: 0 })).timelines[0]?.page?.messages).toHaveLength(1);
    expect((await resume(olivia, null, { [id]: 0 })).timelines).toEqual([{ conversation: id, page: null }]);
    const timelines = Array.from({ length: limits.resumedTimelines + 1 }, () => ({
      conversation: id,
      after: 0,
    }));
    expect(await mei.askInVain('resume', { token: null, timelines })).toMatchObject({ code: 'invalid' });
  });
});
