import type { ConversationView, MessageView } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type MessageChanges, messageChanges } from './message-changes.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const textOf = (message: MessageView) => (message.surface === 'office' ? message.text : message.html);
const told = (line: Line) =>
  line.heard('message-changed').map(({ message }) => [message.seq, message.rev, message.change]);

interface Direct extends MessageChanges {
  readonly erik: Line;
  readonly mei: Line;
  readonly id: ConversationView['id'];
}

async function direct(): Promise<Direct> {
  const company = await server.company({ cast: wholeCast });
  const [erik, mei] = [await company.join('erik', 'office'), await company.join('mei', 'office')];
  const { id } = await erik.open(mei.seat);
  for (const text of ['One', 'Two', 'Three']) await erik.say(id, text);
  return { erik, mei, id, ...messageChanges(server.node.context, erik.device.token) };
}

describe('a message that is changed', () => {
  it('[DEL-7] keeps its place, gets the next number, and is told to everybody as it is now', async () => {
    const { erik, mei, id, edit, erase, react, takeBack } = await direct();
    await edit(id, 2, 'Two, I mean');
    await erase(id, 1);
    await react(id, 3, mei.seat, '👍');
    await react(id, 3, erik.seat, '👍');
    await takeBack(id, 3, mei.seat, '👍');
    await Promise.all([erik.caughtUp(), mei.caughtUp()]);
    const changes = [
      [2, 4, 'edited'],
      [1, 5, 'deleted'],
      [3, 6, null],
      [3, 7, null],
      [3, 8, null],
    ];
    expect(told(mei)).toEqual(changes);
    expect(told(erik)).toEqual(changes);
    const { messages, rev } = await mei.history(id);
    expect(messages.map((message) => [message.seq, message.rev, textOf(message)])).toEqual([
      [1, 5, ''],
      [2, 4, 'Two, I mean'],
      [3, 8, 'Three'],
    ]);
    expect(rev).toBe(8);
    expect(messages[2]).toMatchObject({ reactions: [{ emoji: '👍', count: 1, by: [erik.seat] }] });
    expect(mei.heard('message-changed').at(-1)?.message).toEqual(messages[2]);
    expect(await mei.conversations()).toMatchObject([{ id, rev: 8, lastSeq: 3 }]);
  });

  it('[DEL-7] is changed no more once it is deleted, and nothing is counted where nothing changes', async () => {
    const { mei, id, edit, erase, react, takeBack } = await direct();
    expect(await erase(id, 1)).toMatchObject({ rev: 4, body: { format: 'deleted' } });
    expect([await edit(id, 1, 'Back'), await erase(id, 1), await react(id, 1, mei.seat, '👍')]).toEqual([
      null,
      null,
      null,
    ]);
    expect([await edit(id, 9, 'Nothing there'), await takeBack(id, 2, mei.seat, '👍')]).toEqual([null, null]);
    expect(await react(id, 2, mei.seat, '👍')).toMatchObject({ rev: 5 });
    expect(await react(id, 2, mei.seat, '👍')).toBeNull();
    expect(await mei.conversations()).toMatchObject([{ rev: 5 }]);
    expect(told(mei)).toHaveLength(2);
  });

  it('[DEL-7] comes to who was away by a resume, and by range, as what was changed since', async () => {
    const { erik, mei, id, edit, erase } = await direct();
    const { token } = await mei.ask('resume', { token: null, timelines: [] });
    mei.socket.cut();
    await edit(id, 1, 'One, I mean');
    await erase(id, 2);
    await erik.say(id, 'Four');
    await edit(id, 4, 'Four, I mean');
    const again = await mei.device.socket();
    const answer = await again.command('resume', {
      token,
      timelines: [{ conversation: id, after: 3, since: 3 }],
    });
    const page = 'ok' in answer ? answer.ok.timelines[0]?.page : null;
    expect(page?.changed?.map((message) => [message.seq, textOf(message)])).toEqual([
      [1, 'One, I mean'],
      [2, ''],
    ]);
    expect(page?.messages.map(textOf)).toEqual(['Four, I mean']);
    expect(page?.rev).toBe(7);
    const later = await mei.history(id, '?after=4&since=4');
    expect([later.messages, later.changed?.map(({ seq }) => seq)]).toEqual([[], [2, 4]]);
    expect((await mei.history(id, '?after=4&since=7')).changed).toEqual([]);
  });

  it('[DEL-6] is known by what was sent first, also when that is not there any more', async () => {
    const { erik, id, edit, erase } = await direct();
    const first = await erik.say(id, 'As it was', 'the-first-one');
    await edit(id, first.seq, 'As it is', 'As it was');
    expect(await erik.say(id, 'As it was', 'the-first-one')).toMatchObject({
      seq: first.seq,
      text: 'As it is',
      change: 'edited',
    });
    expect(await erik.sayInVain(id, 'As it is', 'the-first-one')).toMatchObject({
      refusal: { code: 'client-id-reused' },
    });
    await erase(id, first.seq);
    const again = await erik.say(id, 'As it was', 'the-first-one');
    expect(again).toMatchObject({ seq: first.seq, text: '', change: 'deleted' });
    expect(await erik.sayInVain(id, '', 'the-first-one')).toMatchObject({ code: 'text-empty' });
    expect(await erik.sayInVain(id, 'As it is', 'the-first-one')).toMatchObject({
      refusal: { code: 'client-id-reused' },
    });
  });

  it('[DEL-7] counts as unread no more once it is deleted', async () => {
    const { mei, id, edit, erase } = await direct();
    expect(await mei.conversations()).toMatchObject([{ unread: 3 }]);
    await erase(id, 2);
    expect(await mei.conversations()).toMatchObject([{ unread: 2 }]);
    await edit(id, 3, 'Three, I mean');
    expect(await mei.conversations()).toMatchObject([{ unread: 2, excerpt: 'Three, I mean' }]);
  });

  it('[DEL-7] ends alike on every device, whatever happens to its line', async () => {
    const { erik, mei, id, edit, erase, react } = await direct();
    const device = await mei.device.connect();
    await device.openTimeline(id);
    const timeline = () => device.getState().timelines.get(id)?.messages ?? [];
    await edit(id, 2, 'Heard live');
    await waitFor('the edit', () => timeline()[1]?.change === 'edited');
    for (const one of server.node.context.liveSessions.all().values()) expect(one.size).toBeGreaterThan(0);
    await Promise.all([
      erase(id, 1),
      erik.say(id, 'Four'),
      react(id, 3, mei.seat, '🎉'),
      edit(id, 3, 'Three, I mean'),
      erik.say(id, 'Five'),
    ]);
    const stored = (await mei.history(id)).messages;
    await waitFor('the same as a fresh look', () => JSON.stringify(timeline()) === JSON.stringify(stored));
    expect(device.getState().conversations.get(id)).toEqual((await mei.conversations())[0]);
    device.close();
  });

  it('[HIST-4, DEL-7] is told as a number to whom the release does not show it any more', async () => {
    const company = await server.company({ cast: wholeCast, release: '9.9' });
    const [ada, erik] = [await company.join('ada', 'console'), await company.join('erik', 'office')];
    const { edit, erase } = messageChanges(server.node.context, erik.device.token);
    const { id } = await ada.open(erik.seat);
    for (let count = 1; count <= 32; count += 1) await erik.say(id, `Line ${count}`);
    await edit(id, 2, 'Out of sight');
    await edit(id, 3, 'In sight');
    await erase(id, 1);
    await Promise.all([ada.caughtUp(), erik.caughtUp()]);
    expect(told(erik)).toEqual([
      [2, 33, 'edited'],
      [3, 34, 'edited'],
      [1, 35, 'deleted'],
    ]);
    expect(told(ada)).toEqual([[3, 34, 'edited']]);
    expect(ada.heard('unreadable-change')).toEqual([
      { on: 'unreadable-change', conversation: id, interaction: null, rev: 33 },
      { on: 'unreadable-change', conversation: id, interaction: null, rev: 35 },
    ]);
    const { from, rev, changed } = await ada.history(id, '?after=32&since=32');
    expect([from, rev, changed?.map(({ seq }) => seq)]).toEqual([3, 35, [3]]);
    expect((await erik.history(id, '?after=32&since=32')).changed?.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });
});
