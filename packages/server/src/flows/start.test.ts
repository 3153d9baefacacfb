import { randomUUID } from 'node:crypto';
import { type Mode, refusalSentences, type SeatId } from '@tieline/protocol';
import {
  type Company,
  type Line,
  startTestServer,
  type TestServer,
  waitFor,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { countStored, loadStoredSeqs, writeOtherSeat } from '../store/looking.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const company = (mode: Mode = 3) => server.company({ cast: wholeCast, mode });
const refusal = (rule: string, code: string) => ({ code: 'refused', refusal: { rule, code } });

async function everybody(
  house: Company<WholeCast>,
): Promise<Record<'ada' | 'bea' | 'carl' | 'grace' | 'samConsole' | 'erik' | 'mei', Line>> {
  const [ada, bea, carl, grace, samConsole] = await Promise.all(
    (['ada', 'bea', 'carl', 'grace', 'sam'] as const).map((name) => house.join(name, 'console')),
  );
  const [erik, mei] = await Promise.all([house.join('erik', 'office'), house.join('mei', 'office')]);
  if (!ada || !bea || !carl || !grace || !samConsole) throw new Error('Not everybody came');
  return { ada, bea, carl, grace, samConsole, erik, mei };
}

describe('opening a conversation', () => {
  it('[START-1, START-2, START-7] the office, and the office with agents, in mode 3', async () => {
    const { ada, erik, mei } = await everybody(await company());
    expect(await erik.open(mei.seat)).toMatchObject({
      kind: 'direct',
      abilities: { send: { allowed: true } },
    });
    const chat = await erik.open(ada.seat);
    expect(chat).toMatchObject({ kind: 'expert', abilities: { send: { allowed: true } } });
    expect(await ada.open(erik.seat)).toMatchObject({ id: chat.id, kind: 'expert' });
    expect(await erik.say(chat.id, 'A question')).toMatchObject({ seq: 1 });
    expect(await ada.say(chat.id, 'An answer')).toMatchObject({ seq: 2 });
  });

  it('[START-2, START-7, TEN-2] nothing between the two sides in mode 2', async () => {
    const { ada, erik, mei } = await everybody(await company(2));
    const before = await countStored(server.store);
    // Neither side learns what there is on the other one: a seat of it is like a seat of nobody.
    for (const [line, seat] of [
      [erik, ada.seat],
      [ada, erik.seat],
    ] as const) {
      const nobody = await line.askInVain('open-conversation', { seat: randomUUID() as SeatId });
      expect(nobody.code).toBe('not-found');
      expect(await line.askInVain('open-conversation', { seat })).toEqual(nobody);
      expect(await line.device.request('POST', '/conversations', { seat })).toEqual({
        status: 404,
        body: nobody,
      });
    }
    expect(await countStored(server.store)).toEqual(before);
    expect(await erik.open(mei.seat)).toMatchObject({ kind: 'direct' });
  });

  it('[START-5, START-8] agents of a group in every mode; without one in mode 3, by the directory', async () => {
    const house = await company(2);
    const { ada, bea, carl, samConsole } = await everybody(house);
    expect(await ada.open(bea.seat)).toMatchObject({ kind: 'agent' });
    expect(await ada.askInVain('open-conversation', { seat: carl.seat })).toMatchObject(
      refusal('START-5', 'no-shared-group'),
    );
    await house.apply({ mode: 3 });
    const chat = await ada.open(carl.seat);
    expect(await ada.say(chat.id, 'By the directory')).toMatchObject({ seq: 1 });
    expect(await ada.askInVain('open-conversation', { seat: samConsole.seat })).toMatchObject(
      refusal('START-8', 'reach-at-office-entry'),
    );
    await house.apply({ cast: { ...wholeCast, carl: { agent: { groups: ['Sales', 'Support'] } } } });
    expect(await carl.open(ada.seat)).toMatchObject({ id: chat.id });
  });

  it('[START-6] a supervisor reaches every agent; the agent answers, but begins nothing', async () => {
    const { carl, grace } = await everybody(await company(2));
    expect(await carl.askInVain('open-conversation', { seat: grace.seat })).toMatchObject(
      refusal('START-5', 'no-shared-group'),
    );
    const { id } = await grace.open(carl.seat);
    expect(await carl.sayInVain(id, 'I would like to begin')).toMatchObject(
      refusal('START-5', 'no-shared-group'),
    );
    await grace.say(id, 'How is it going?');
    expect(await carl.say(id, 'Fine')).toMatchObject({ seq: 2 });
    expect(await carl.conversations()).toMatchObject([{ id, abilities: { send: { allowed: true } } }]);
    await grace.ask('end-interaction', { conversation: id });
    expect(await carl.sayInVain(id, 'One more thing')).toMatchObject(refusal('START-5', 'no-shared-group'));
  });

  it('[START-12] nobody writes to themselves, nor to an entry that is gone', async () => {
    const house = await company();
    const { ada, erik, mei } = await everybody(house);
    for (const line of [ada, erik])
      expect(await line.askInVain('open-conversation', { seat: line.seat })).toMatchObject(
        refusal('START-12', 'to-yourself'),
      );
    expect(await erik.open(mei.seat)).toBeDefined();
    const { mei: _gone, ...others } = wholeCast;
    await house.apply({ cast: others as typeof wholeCast });
    expect(await erik.askInVain('open-conversation', { seat: mei.seat })).toMatchObject(
      refusal('START-12', 'receiver-deactivated'),
    );
  });

  it('[START-12, SEAT-1] nobody writes from one own seat to the other, and both rosters say so', async () => {
    const house = await company();
    const { ada, erik } = await everybody(house);
    const [office, agent] = [await house.join('noor', 'office'), await house.join('noor', 'console')];
    const before = await countStored(server.store);
    const own = refusal('START-12', 'to-own-seat');
    expect(await office.askInVain('open-conversation', { seat: agent.seat })).toMatchObject(own);
    expect(await agent.askInVain('open-conversation', { seat: office.seat })).toMatchObject(own);
    expect(await countStored(server.store)).toEqual(before);
    const startOf = async (line: Line, roster: 'office' | 'directory', seat: SeatId) =>
      (await line.roster(roster)).find((entry) => entry.seat === seat)?.start;
    const no = { allowed: false, ...own.refusal, sentence: refusalSentences['to-own-seat'] };
    expect(await startOf(office, 'office', agent.seat)).toEqual(no);
    expect(await startOf(agent, 'directory', office.seat)).toEqual(no);
    for (const [line, roster, seat] of [
      [office, 'office', ada.seat],
      [agent, 'directory', erik.seat],
      [erik, 'office', agent.seat],
      [ada, 'directory', office.seat],
    ] as const) {
      expect(await startOf(line, roster, seat)).toMatchObject({ allowed: true });
      expect(await line.open(seat)).toMatchObject({ kind: 'expert' });
    }
  });

  it('[START-12] an old chat between the two seats of a person takes no message, and stays readable', async () => {
    const house = await company();
    const { erik } = await everybody(house);
    const [office, agent] = [await house.join('noor', 'office'), await house.join('noor', 'console')];
    const { id } = await erik.open(agent.seat);
    await erik.say(id, 'A note to myself');
    await agent.say(id, 'And its answer');
    await writeOtherSeat(server.store, id, erik.seat, office.seat);
    // Nobody told the node of that: a change of the whole company makes it look again.
    await house.apply({ name: 'Another name' });
    for (const line of [office, agent]) {
      expect(await line.sayInVain(id, 'One more')).toMatchObject(refusal('START-12', 'to-own-seat'));
      expect((await line.history(id)).messages).toHaveLength(2);
      expect(await line.conversations()).toMatchObject([
        { id, abilities: { send: { allowed: false, rule: 'START-12', code: 'to-own-seat' } } },
      ]);
    }
    expect(await loadStoredSeqs(server.store, id)).toEqual([1, 2]);
  });

  it('[SEAT-1, START-8] the directory holds both entries of a person, and the agent entry says where to write', async () => {
    const house = await company();
    const { ada, erik } = await everybody(house);
    const twice = async (line: Line, roster: 'office' | 'directory') =>
      (await line.roster(roster))
        .filter(({ name }) => name === 'Sam')
        .toSorted((one, other) => (one.kind < other.kind ? -1 : 1));
    const both = await twice(ada, 'directory');
    expect(both.map(({ kind, start }) => [kind, start])).toEqual([
      [
        'agent',
        {
          allowed: false,
          rule: 'START-8',
          code: 'reach-at-office-entry',
          sentence: refusalSentences['reach-at-office-entry'],
        },
      ],
      ['office', { allowed: true, rule: 'START-7' }],
    ]);
    const [agent, office] = both;
    if (!agent || !office) throw new Error('Sam is not there twice');
    expect(await ada.askInVain('open-conversation', { seat: agent.seat })).toMatchObject(
      refusal('START-8', 'reach-at-office-entry'),
    );
    expect(await ada.open(office.seat)).toMatchObject({ kind: 'expert' });
    const seen = await twice(erik, 'office');
    expect(seen.map(({ kind, start }) => [kind, start.allowed])).toEqual([
      ['agent', true],
      ['office', true],
    ]);
  });

  it('[SEAT-2, SEAT-1] the two seats of a person are two addresses', async () => {
    const house = await company();
    const { erik, ada } = await everybody(house);
    const both = (await erik.roster('office')).filter(({ name }) => name === 'Noor');
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['agent', 'office']);
    const [one, other] = [await erik.open(both[0]?.seat as never), await erik.open(both[1]?.seat as never)];
    expect(new Set([one.id, other.id]).size).toBe(2);
    expect(new Set([one.kind, other.kind])).toEqual(new Set(['direct', 'expert']));
    expect(await ada.askInVain('open-conversation', { seat: 'nobody' as never })).toMatchObject({
      code: 'invalid',
    });
  });
});

describe('in the middle of a conversation', () => {
  it('[START-5] leaving the group stops the next message, in both directions', async () => {
    const house = await company(2);
    const { ada, bea } = await everybody(house);
    const { id } = await ada.open(bea.seat);
    await ada.say(id, 'Hello');
    await bea.say(id, 'Hello');
    const before = await countStored(server.store);
    await house.apply({ cast: { ...wholeCast, bea: { agent: { groups: ['Sales'] } } } });
    for (const line of [ada, bea])
      expect(await line.sayInVain(id, 'And then')).toMatchObject(refusal('START-5', 'no-shared-group'));
    expect(await countStored(server.store)).toEqual(before);
    expect(await ada.conversations()).toMatchObject([{ abilities: { send: { allowed: false } } }]);
    await house.apply({ cast: wholeCast });
    expect(await bea.say(id, 'Back again')).toMatchObject({ seq: 3 });
  });

  it('[START-6] taking the role of supervisor away stops it as well', async () => {
    const house = await company(2);
    const { carl, grace } = await everybody(house);
    const { id } = await grace.open(carl.seat);
    await grace.say(id, 'Hello');
    await house.apply({ cast: { ...wholeCast, grace: { agent: { groups: ['Support'] } } as never } });
    for (const line of [grace, carl])
      expect(await line.sayInVain(id, 'And then')).toMatchObject(refusal('START-5', 'no-shared-group'));
  });

  it('[START-2, START-7, TEN-2] a change of the mode stops it, and a change back lets it go on', async () => {
    const house = await company();
    const { ada, erik, mei } = await everybody(house);
    const [expert, direct] = [await ada.open(erik.seat), await erik.open(mei.seat)];
    await ada.say(expert.id, 'A question');
    await house.apply({ mode: 2 });
    expect(await erik.sayInVain(expert.id, 'Too late')).toMatchObject(refusal('START-2', 'needs-mode-3'));
    expect(await ada.sayInVain(expert.id, 'Too late')).toMatchObject(refusal('START-7', 'needs-mode-3'));
    expect(await erik.say(direct.id, 'Still here')).toMatchObject({ seq: 1 });
    await house.apply({ mode: 3 });
    expect(await erik.say(expert.id, 'Here is the answer')).toMatchObject({ seq: 2 });
  });

  it('[START-12] taking the license away stops it, and closes the sockets of that seat only', async () => {
    const house = await company();
    const { ada, mei } = await everybody(house);
    const [office, agent] = [await house.join('noor', 'office'), await house.join('noor', 'console')];
    const [direct, chat] = [await mei.open(office.seat), await ada.open(agent.seat)];
    await mei.say(direct.id, 'Hello');
    await ada.say(chat.id, 'Hello');
    await mei.watch('office', office.seat);
    await house.apply({ cast: { ...wholeCast, noor: { agent: { groups: ['Support'] } } as never } });

    expect(await mei.sayInVain(direct.id, 'And then')).toMatchObject(
      refusal('START-12', 'receiver-deactivated'),
    );
    const late = {
      conversation: direct.id,
      clientId: 'without-a-license',
      body: { kind: 'plain', text: 'Me' },
    };
    office.socket.write(JSON.stringify({ id: 1, do: 'send-message', with: late }));
    expect(await office.device.request('GET', '/me')).toMatchObject({ status: 401 });
    await waitFor('the socket to be closed', () => office.socket.closeCode() === 4401);
    expect(office.heard('session-ended')).toMatchObject([{ reason: 'license-removed' }]);
    expect(await loadStoredSeqs(server.store, direct.id)).toEqual([1]);
    expect(await ada.say(chat.id, 'And then')).toMatchObject({ seq: 2 });
    expect(agent.socket.isOpen()).toBe(true);
  });

  it('[START-12, HIST-5] an agent who loses the license ends the running chat for the other one', async () => {
    const house = await company();
    const { ada, bea } = await everybody(house);
    const { id } = await ada.open(bea.seat);
    await ada.say(id, 'Hello');
    await ada.watch('agents', bea.seat);
    const { bea: _gone, ...others } = wholeCast;
    await house.apply({ cast: others as typeof wholeCast });
    expect(await ada.conversations()).toEqual([]);
    expect(await ada.sayInVain(id, 'And then')).toMatchObject(refusal('START-12', 'receiver-deactivated'));
    expect(await ada.socket.event('interaction-ended')).toMatchObject({ conversation: id, by: bea.seat });
    await waitFor('the socket to be closed', () => bea.socket.closeCode() === 4401);
  });
});
