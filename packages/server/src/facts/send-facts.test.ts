import type { TenantId } from '@tieline/protocol';
import {
  type CompanySpec,
  startTestServer,
  type TestServer,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Store } from '../store/store.ts';
import { SendFacts } from './send-facts.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

/** A store that does something right after the seats were read; as often as it is told to. */
function storeWithPause() {
  const due: (() => Promise<void>)[] = [];
  const read: Store['read'] = (tenant, work) =>
    server.store.read(tenant, (db) =>
      work({
        tenant,
        query: async <Row>(text: string, values: Parameters<typeof db.query>[1]) => {
          const rows = await db.query<Row>(text, values);
          if (text.includes('agent_group_members')) await due.shift()?.();
          return rows;
        },
      }),
    );
  return { facts: new SendFacts({ read }), afterSeats: (work: () => Promise<void>) => void due.push(work) };
}

/** Two chats of one company, and how it is changed. */
async function company() {
  const house = await server.company({ cast: wholeCast });
  const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
  const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
  const [agents, office] = [await ada.open(bea.seat), await erik.open(mei.seat)];
  const groups = await ada
    .roster('agents')
    .then((entries) => entries.find(({ seat }) => seat === bea.seat)?.groups);
  expect(groups).toEqual(['Support']);
  const leave = async () => {
    const cast: CompanySpec<WholeCast>['cast'] = { ...wholeCast, bea: { agent: { groups: ['Sales'] } } };
    await house.apply({ cast });
  };
  const tenant = ada.device.token.split('.')[0] as TenantId;
  return { tenant, agents: agents.id, office: office.id, bea: bea.seat, leave };
}

const groupsIn = (facts: SendFacts, { tenant, agents, bea }: Awaited<ReturnType<typeof company>>) =>
  facts.known(tenant, agents)?.seats.find((seat) => seat.facts.seat === bea)?.groupNames;

it('what a change touched is forgotten, and all else is known as of the change', async () => {
  const house = await company();
  const { facts } = storeWithPause();
  await facts.load(house.tenant, house.office);
  await facts.load(house.tenant, house.agents);
  const before = facts.known(house.tenant, house.office);
  expect(groupsIn(facts, house)).toEqual(['Support']);
  await house.leave();
  await facts.renew(house.tenant);
  expect(facts.known(house.tenant, house.agents)).toBeNull();
  const after = facts.known(house.tenant, house.office);
  expect(after?.tenant.revision).toBe((before?.tenant.revision ?? 0) + 1);
  expect(after?.seats.map((seat, at) => seat === before?.seats[at])).toEqual([true, true]);
  await facts.load(house.tenant, house.agents);
  expect(groupsIn(facts, house)).toEqual(['Sales']);
});

it('what was read before a change does not come in as known after it', async () => {
  const house = await company();
  const { facts, afterSeats } = storeWithPause();
  await facts.load(house.tenant, house.office);
  afterSeats(async () => {
    await house.leave();
    await facts.renew(house.tenant);
  });
  const late = await facts.load(house.tenant, house.agents);
  // It may still serve the message that it was loaded for, as of the revision before: the statement finds it changed.
  expect(late?.seats.map(({ groupNames }) => groupNames)).toContainEqual(['Support']);
  expect(late?.tenant.revision).toBe((facts.known(house.tenant, house.office)?.tenant.revision ?? 0) - 1);
  expect(facts.known(house.tenant, house.agents)).toBeNull();
  await facts.load(house.tenant, house.agents);
  expect(groupsIn(facts, house)).toEqual(['Sales']);
});
