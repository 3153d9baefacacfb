import { startTestServer, type TestServer, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadStoredRevs } from '../store/looking.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);
const ascending = (numbers: readonly number[]) => numbers.toSorted((one, other) => one - other);

describe('the changes of a conversation', () => {
  it('[DEL-7] have each a number of its own, whoever writes at once', async () => {
    const company = await server.company({ cast: wholeCast });
    const [erik, mei] = [await company.join('erik', 'office'), await company.join('mei', 'office')];
    const { id } = await erik.open(mei.seat);
    const said = await Promise.all(
      [erik, mei].flatMap((line) => upTo(20).map((number) => line.say(id, `Message ${number}`))),
    );
    expect(ascending(said.map(({ rev }) => rev))).toEqual(upTo(40));
    expect(await loadStoredRevs(server.store, id)).toEqual({ rev: 40, rows: upTo(40) });
    const { messages } = await erik.history(id);
    expect(messages.map(({ seq, rev }) => rev - seq)).toEqual(messages.map(() => 0));
    expect(await mei.conversations()).toMatchObject([{ id, rev: 40, lastSeq: 40 }]);
  });

  it('[HIST-5] are also the beginning and the end of an interaction, with which those who take part begin to count', async () => {
    const company = await server.company({ cast: wholeCast });
    const [ada, bea] = [await company.join('ada', 'console'), await company.join('bea', 'console')];
    const { id } = await ada.open(bea.seat);
    const first = await ada.say(id, 'One');
    const [begun] = await bea.conversations();
    await ada.ask('end-interaction', { conversation: id });
    const second = await bea.say(id, 'Two');
    const third = await ada.say(id, 'Three');
    await Promise.all([ada.caughtUp(), bea.caughtUp()]);
    expect([first.rev, begun?.rev, second.rev, third.rev]).toEqual([1, 2, 1, 3]);
    expect(bea.heard('interaction-ended')).toMatchObject([
      { conversation: id, number: begun?.interaction?.number, rev: 3 },
    ]);
    expect(bea.heard('conversation').map(({ conversation: { rev } }) => rev)).toEqual([2, 2]);
    expect(await loadStoredRevs(server.store, id)).toEqual({ rev: 6, rows: [1, 3, 4, 5, 6] });
  });
});
