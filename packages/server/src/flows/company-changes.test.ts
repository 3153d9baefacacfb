import type { TenantId } from '@tieline/protocol';
import {
  type CompanySpec,
  type Line,
  startTestServer,
  type TestNode,
  type TestServer,
  waitFor,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { loadConversationLocked } from '../store/load-conversation.ts';
import { countWaiting } from '../store/looking.fixture.ts';

let server: TestServer;
let other: TestNode;
beforeAll(async () => {
  server = await startTestServer({
    databaseUrl: inject('databaseUrl'),
    markSeconds: 0.2,
    limits: { sessionRate: 0, companyRate: 0 },
  });
  other = await server.startNode();
});
afterAll(() => server.close());
afterEach(() => vi.restoreAllMocks());

type Spec = CompanySpec<WholeCast>;
type Place = [WholeCast, 'office' | 'console'];
const withZoe: Spec['cast'] & Record<'zoe', object> = { ...wholeCast, zoe: { office: {} } };

interface Case {
  readonly from: Place;
  readonly to: Place;
  readonly mode?: 2 | 3;
  readonly change: Partial<Spec>;
  /** What the next message meets; null: it is stored. */
  readonly refused: { readonly rule: string; readonly code: string } | null;
  /** Whether the change touches what a message between the two rests on. */
  readonly isTouched: boolean;
}

/** Everything that is read of a company when somebody sends. */
const cases: Record<string, Case> = {
  'the mode': {
    ...{ from: ['erik', 'office'], to: ['ada', 'console'], change: { mode: 2 } },
    ...{ refused: { rule: 'START-2', code: 'needs-mode-3' }, isTouched: true },
  },
  'the release': {
    ...{ from: ['erik', 'office'], to: ['ada', 'console'], change: { release: '9.9' } },
    ...{ refused: null, isTouched: true },
  },
  'an option': {
    ...{ from: ['erik', 'office'], to: ['ada', 'console'], change: { options: { typing_across: 'on' } } },
    ...{ refused: null, isTouched: true },
  },
  'a group that is left': {
    ...{ from: ['ada', 'console'], to: ['bea', 'console'], mode: 2 },
    change: { cast: { ...wholeCast, bea: { agent: { groups: ['Sales'] } } } },
    ...{ refused: { rule: 'START-5', code: 'no-shared-group' }, isTouched: true },
  },
  'the own group': {
    ...{ from: ['ada', 'console'], to: ['bea', 'console'], mode: 2 },
    change: { cast: { ...wholeCast, ada: { agent: { groups: ['Sales'] } } } },
    ...{ refused: { rule: 'START-5', code: 'no-shared-group' }, isTouched: true },
  },
  'the role': {
    ...{ from: ['grace', 'console'], to: ['carl', 'console'], mode: 2 },
    change: { cast: { ...wholeCast, grace: { agent: { groups: ['Support'] } } } },
    ...{ refused: { rule: 'START-5', code: 'no-shared-group' }, isTouched: true },
  },
  'the other license of the person written to': {
    ...{ from: ['ada', 'console'], to: ['carl', 'console'] },
    change: { cast: { ...wholeCast, carl: { agent: { groups: ['Sales'] }, office: {} } } },
    ...{ refused: { rule: 'START-8', code: 'reach-at-office-entry' }, isTouched: true },
  },
  'a deactivation': {
    ...{ from: ['erik', 'office'], to: ['mei', 'office'] },
    change: { cast: without('mei') },
    ...{ refused: { rule: 'START-12', code: 'receiver-deactivated' }, isTouched: true },
  },
  'the name of the sender': {
    ...{ from: ['erik', 'office'], to: ['mei', 'office'] },
    change: { cast: { ...wholeCast, erik: { office: {}, name: 'Erika' } } },
    ...{ refused: null, isTouched: true },
  },
  'who else is there': {
    ...{ from: ['ada', 'console'], to: ['bea', 'console'], change: { cast: withZoe } },
    ...{ refused: null, isTouched: false },
  },
  'the group of somebody else': {
    ...{ from: ['ada', 'console'], to: ['bea', 'console'] },
    change: { cast: { ...wholeCast, carl: { agent: { groups: ['Support'] } } } },
    ...{ refused: null, isTouched: false },
  },
};

function without(name: WholeCast): Spec['cast'] {
  const cast: Partial<Spec['cast']> = { ...wholeCast };
  return Object.fromEntries(Object.entries(cast).filter(([one]) => one !== name)) as Spec['cast'];
}

/** The sender is at another node than the reader, and knows all that a message rests on. */
async function talking({ from, to, mode = 3 }: Case) {
  const spec: Spec = { cast: wholeCast, mode };
  const house = await server.company(spec);
  const [sender, receiver] = [await house.join(...from, other), await house.join(...to)];
  const { id } = await sender.open(receiver.seat);
  await sender.say(id, 'The first');
  await sender.say(id, 'The second');
  const back = { options: {}, release: '9.10', ...spec } as const;
  return { house, sender, id, restore: () => house.apply(back) };
}

/** Runs `meanwhile` between the next decision and the statement that stores; resolves to how many chats it stored. */
function beforeItIsStored(meanwhile: () => Promise<void>): Promise<number> {
  const { hot } = server.store;
  return new Promise((resolve) => {
    vi.spyOn(server.store, 'hot').mockImplementationOnce(async (tenant, work) => {
      await meanwhile();
      const stored = await hot(tenant, work);
      resolve((stored as Map<unknown, unknown>).size);
      return stored;
    });
  });
}

const expectAnswer = async (sender: Line, id: Parameters<Line['say']>[0], { refused }: Case) => {
  if (refused === null) return expect(await sender.say(id, 'Now')).toMatchObject({ seq: 3 });
  expect(await sender.sayInVain(id, 'Now')).toMatchObject({ code: 'refused', refusal: refused });
};

describe('what a message rests on', () => {
  it.each(Object.entries(cases))('[START-12, DEL-5] %s: holds for the very next one', async (_, one) => {
    const { house, sender, id, restore } = await talking(one);
    await house.apply(one.change);
    await expectAnswer(sender, id, one);
    await restore();
    expect(await sender.say(id, 'As before')).toMatchObject({ seq: one.refused === null ? 4 : 3 });
  });

  it.each(Object.entries(cases))('[START-12, DEL-5] %s: between decision and storing', async (_, one) => {
    const { house, sender, id } = await talking(one);
    const stored = beforeItIsStored(() => house.apply(one.change));
    await expectAnswer(sender, id, one);
    expect(await stored).toBe(one.isTouched ? 0 : 1);
  });

  it('[START-12] the name under which somebody writes is the one that holds when it is stored', async () => {
    const one = cases['the name of the sender'];
    if (!one) throw new Error('There is no such case');
    const { house, sender, id } = await talking(one);
    const stored = beforeItIsStored(() => house.apply(one.change));
    expect(await sender.say(id, 'Now')).toMatchObject({ from: { name: 'Erika' } });
    expect(await stored).toBe(0);
  });
});

/** How PostgreSQL comes to the seats in the next statement that stores, after `meanwhile`. */
function planOfSeats(meanwhile: () => Promise<void>): Promise<readonly string[]> {
  const { hot } = server.store;
  return new Promise((resolve) => {
    vi.spyOn(server.store, 'hot').mockImplementationOnce(async (tenant, work) => {
      await meanwhile();
      return hot(tenant, (db) =>
        work({
          tenant,
          query: async (text, values) => {
            await db.query('begin', []);
            const how = 'explain (analyze, costs off, timing off, summary off, buffers off)';
            const plan = await db.query<{ 'QUERY PLAN': string }>(`${how} ${text}`, values);
            await db.query('rollback', []);
            const lines = plan.map((line) => line['QUERY PLAN']);
            resolve(lines.filter((line) => line.includes(' on seats ')));
            return db.query(text, values);
          },
        }),
      );
    });
  });
}

it('[DEL-5] what waited for a conversation at the database is stored on the same terms', async () => {
  const one = cases['who else is there'];
  if (!one) throw new Error('There is no such case');
  const { house, sender, id } = await talking(one);
  const tenant = sender.device.token.split('.')[0] as TenantId;
  const stored = beforeItIsStored(() => house.apply(one.change));
  let release = (): void => undefined;
  const locked = new Promise<void>((isLocked) => {
    void server.store.transaction(tenant, async (db) => {
      await loadConversationLocked(db, id);
      isLocked();
      await new Promise<void>((resolve) => (release = resolve));
    });
  });
  await locked;
  const said = sender.say(id, 'Now');
  await waitFor('the statement to wait', () => async () => (await countWaiting(server.store)) > 0);
  release();
  expect(await said).toMatchObject({ seq: 3 });
  expect(await stored).toBe(1);
});

it('[DEL-5] a seat is looked at, by its key, only where the company was changed since', async () => {
  const one = cases['who else is there'];
  if (!one) throw new Error('There is no such case');
  const { house, sender, id } = await talking(one);
  const asUsual = planOfSeats(() => Promise.resolve());
  await sender.say(id, 'As usual');
  expect(await asUsual).toEqual([expect.stringMatching(/Index Scan using seats_pkey .*never executed/)]);
  const changed = planOfSeats(() => house.apply(one.change));
  await sender.say(id, 'After a change');
  expect(await changed).toEqual([expect.stringMatching(/Index Scan using seats_pkey .*loops=2/)]);
});

describe('what others are told', () => {
  const tokenOf = async (line: Line) => (await line.ask('resume', { token: null, timelines: [] })).token;
  const resume = (line: Line, token: string) => line.ask('resume', { token, timelines: [] });

  it('[DEL-7] of somebody new: a roster has changed, and nothing else is loaded or decided again', async () => {
    const house = await server.company({ cast: wholeCast });
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    await erik.say(id, 'Before');
    const tenant = erik.device.token.split('.')[0] as TenantId;
    const { sendFacts } = server.node.context;
    const before = sendFacts.known(tenant, id);
    expect(before?.seats).toHaveLength(2);
    const token = await tokenOf(mei);
    await mei.socket.event('mark');

    await house.apply({ cast: withZoe });
    expect(await mei.socket.event('roster-changed')).toEqual({ on: 'roster-changed', conversations: [] });
    expect(mei.heard('company-changed')).toEqual([]);
    expect((await mei.roster('office')).map(({ name }) => name)).toContain('Zoe');
    expect(await resume(mei, token)).toMatchObject({ outcome: 'resumed', rosterChanged: true });

    // The very same facts, known as of now: a message asks the database for nothing.
    const after = sendFacts.known(tenant, id);
    expect(after?.tenant.revision).toBe((before?.tenant.revision ?? 0) + 1);
    for (const [at, seat] of (before?.seats ?? []).entries()) expect(after?.seats[at]).toBe(seat);
    const asked = [vi.spyOn(server.store, 'read'), vi.spyOn(server.store, 'transaction')];
    await erik.say(id, 'After');
    expect(asked.flatMap(({ mock }) => mock.calls.filter(([of]) => of === tenant))).toEqual([]);
    // Of a moment after it there is nothing to tell.
    const fresh = await tokenOf(mei);
    expect(await resume(mei, fresh)).toMatchObject({ outcome: 'resumed', rosterChanged: false });
  });

  it('[DEL-7, HIST-6] of somebody who changed: their chats, and everything to themselves', async () => {
    const house = await server.company({ cast: wholeCast });
    const [bea, noor] = [await house.join('bea', 'console'), await house.join('noor', 'console')];
    const [archive, olivia] = [await house.join('noor', 'office'), await house.join('olivia', 'office')];
    const { id } = await bea.open(noor.seat);
    await bea.say(id, 'Hello');
    const lines = [bea, noor, archive, olivia];
    const tokens = await Promise.all(lines.map(tokenOf));
    for (const line of lines) await line.socket.event('mark');

    await house.apply({ cast: { ...wholeCast, bea: { ...wholeCast.bea, name: 'Beatrix' } } });
    await bea.socket.event('company-changed');
    expect(await noor.socket.event('roster-changed')).toMatchObject({ conversations: [id] });
    expect(await archive.socket.event('roster-changed')).toMatchObject({ conversations: [id] });
    expect(await olivia.socket.event('roster-changed')).toMatchObject({ conversations: [] });
    expect(lines.map((line) => line.heard('company-changed').length)).toEqual([1, 0, 0, 0]);

    const answers = await Promise.all(lines.map((line, at) => resume(line, tokens[at] ?? '')));
    expect(answers.map(({ reason }) => reason)).toEqual(['rules-changed', null, null, null]);
    const viewIn = (at: number) => answers[at]?.conversations.find((one) => one.id === id);
    expect(viewIn(1)).toMatchObject({ peer: { name: 'Beatrix' }, archive: null });
    expect(viewIn(2)).toMatchObject({ peer: { name: 'Beatrix' }, archive: { seat: noor.seat } });
    // Whoever has just loaded everything has the same.
    expect(await noor.conversations()).toEqual(answers[1]?.conversations);
    expect(await archive.conversations('archive')).toEqual(answers[2]?.conversations);
  });

  it('[HIST-5] of somebody with whom a chat is over: nothing of that chat', async () => {
    const house = await server.company({ cast: wholeCast });
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const { id } = await ada.open(bea.seat);
    await ada.say(id, 'Hello');
    const renamed = (name: string) =>
      house.apply({ cast: { ...wholeCast, bea: { ...wholeCast.bea, name } } });
    await ada.socket.event('mark');
    await renamed('Beatrix');
    expect(await ada.socket.event('roster-changed')).toMatchObject({ conversations: [id] });
    await ada.ask('end-interaction', { conversation: id });
    const { token } = await ada.ask('resume', { token: null, timelines: [] });
    await renamed('Bea');
    await vi.waitUntil(() => ada.heard('roster-changed').length === 2);
    expect(ada.heard('roster-changed').at(-1)).toMatchObject({ conversations: [] });
    expect(await resume(ada, token)).toMatchObject({ conversations: [], gone: [], ends: [] });
  });

  it('[PRES-9, TEN-2] of somebody who left a group or the other side: who may have seen them', async () => {
    const house = await server.company({ cast: wholeCast, mode: 2 });
    const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
    const seat = await ada.find('agents', 'Bea');
    expect((await ada.watch('agents', seat)).size).toBe(1);
    await ada.socket.event('mark');
    await erik.socket.event('mark');
    await house.apply({ cast: { ...wholeCast, bea: { agent: { groups: ['Sales'] } } } });
    await ada.socket.event('roster-changed');
    expect((await ada.roster('agents')).map(({ name }) => name)).not.toContain('Bea');
    await erik.caughtUp();
    expect([...erik.heard('roster-changed'), ...erik.heard('company-changed')]).toEqual([]);
    // Those who had them watched hear no more of them.
    const bea = await house.join('bea', 'console');
    await bea.ask('set-status', { status: 'on-break' });
    await ada.caughtUp();
    expect(ada.heard('presence')).toEqual([]);
  });
});
