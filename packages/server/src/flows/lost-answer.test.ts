import { startTestServer, type TestServer, upload, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const bytes = new Uint8Array(Buffer.from('what it is about'));

describe('a message that was stored when the answer of the database got lost', () => {
  it('[DEL-5, DEL-7] is told live when its file is sent again', async () => {
    const node = await server.startNode();
    const house = await server.company({ cast: wholeCast });
    const erik = await house.join('erik', 'office', node);
    const mei = await house.join('mei', 'office', node);
    const { id } = await erik.open(mei.seat);
    const file = await upload(erik.device, { conversation: id, name: 'plan.txt', bytes });
    const body = { kind: 'file', file } as const;
    node.loseAnswer();
    expect(await erik.sayInVain(id, body, 'the-file')).toMatchObject({ code: 'unavailable', retry: true });
    await mei.caughtUp();
    expect(mei.heard('message')).toEqual([]);
    expect(await erik.say(id, body, 'the-file')).toMatchObject({ seq: 1 });
    await mei.caughtUp();
    expect(mei.heard('message')).toMatchObject([{ message: { seq: 1, file: { name: 'plan.txt' } } }]);
    // Once.
    await erik.say(id, body, 'the-file');
    await mei.caughtUp();
    expect(mei.heard('message')).toHaveLength(1);
  });

  it('[DEL-7, HIST-5] is told with the interaction that it has begun', async () => {
    const node = await server.startNode();
    const house = await server.company({ cast: wholeCast });
    const ada = await house.join('ada', 'console', node);
    const bea = await house.join('bea', 'console', node);
    const { id } = await ada.open(bea.seat);
    node.loseAnswer();
    expect(await ada.sayInVain(id, 'Are you there?', 'the-first')).toMatchObject({ code: 'unavailable' });
    await bea.caughtUp();
    expect(bea.heard('conversation')).toEqual([]);
    await ada.say(id, 'Are you there?', 'the-first');
    await bea.caughtUp();
    expect(bea.heard('conversation')).toMatchObject([{ conversation: { id, rev: 2, lastSeq: 1 } }]);
    expect(bea.heard('message')).toMatchObject([{ conversation: id, message: { seq: 1 } }]);
    await bea.say(id, 'I am');
    await ada.caughtUp();
    expect(ada.heard('message')).toMatchObject([{ message: { seq: 2 } }]);
  });

  it('[DEL-6, DEL-7] is told all the same when its id was used for something else meanwhile', async () => {
    const node = await server.startNode();
    const house = await server.company({ cast: wholeCast });
    const erik = await house.join('erik', 'office', node);
    const mei = await house.join('mei', 'office', node);
    const { id } = await erik.open(mei.seat);
    const file = await upload(erik.device, { conversation: id, name: 'plan.txt', bytes });
    const body = { kind: 'file', file } as const;
    node.loseAnswer();
    await erik.sayInVain(id, body, 'the-file');
    const reuse = await erik.sayInVain(id, 'Something else', 'the-file');
    expect(reuse).toMatchObject({ refusal: { rule: 'DEL-6', code: 'client-id-reused' } });
    await mei.caughtUp();
    expect(mei.heard('message')).toEqual([]);
    await erik.say(id, body, 'the-file');
    await mei.caughtUp();
    expect(mei.heard('message')).toMatchObject([{ message: { seq: 1, file: { name: 'plan.txt' } } }]);
  });

  it('[DEL-7] is not told behind a later one', async () => {
    const node = await server.startNode();
    const house = await server.company({ cast: wholeCast });
    const erik = await house.join('erik', 'office', node);
    const mei = await house.join('mei', 'office', node);
    const { id } = await erik.open(mei.seat);
    const file = await upload(erik.device, { conversation: id, name: 'plan.txt', bytes });
    node.loseAnswer();
    await erik.sayInVain(id, { kind: 'file', file }, 'the-file');
    await erik.say(id, 'Later');
    await erik.say(id, { kind: 'file', file }, 'the-file');
    await mei.caughtUp();
    expect(mei.heard('message').map(({ message }) => message.seq)).toEqual([2]);
    expect((await mei.history(id)).messages.map(({ seq }) => seq)).toEqual([1, 2]);
  });
});
