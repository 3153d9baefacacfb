import type { ConversationId, FileId, SelfView } from '@tieline/protocol';
import {
  announce,
  type Company,
  type Line,
  startTestServer,
  type TestServer,
  tusHeaders,
  upload,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

/** What there is of a chat for one who reads it. */
interface Places {
  readonly chat: ConversationId;
  readonly file: FileId;
  readonly image: FileId;
  /** The formatted message. */
  readonly seq: number;
  /** An upload of the reader's own that was not sent yet; null: the reader has none. */
  readonly upload: { readonly file: FileId; readonly location: string } | null;
}

const photo = async () =>
  new Uint8Array(
    await sharp({ create: { width: 400, height: 300, channels: 3, background: '#4a7' } })
      .jpeg()
      .toBuffer(),
  );

async function statusOf(line: Line, path: string, method = 'GET'): Promise<number> {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: tusHeaders(line.device),
    redirect: 'manual',
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** Every way to something of the chat, and whether it leads there. */
async function waysTo(line: Line, { chat, file, image, seq, upload: own }: Places) {
  const surface = line.device.surface;
  const at = `/api/v1/conversations/${chat}`;
  const files = `/files/${surface}/${chat}`;
  const has = async (list: 'own' | 'archive') =>
    (await line.conversations(list)).some((one) => one.id === chat);
  const commandTo = async (name: 'mark-read' | 'set-typing') => {
    const input = name === 'mark-read' ? { seq: 1 } : { typing: true };
    const reply = await line.socket.command(name, { conversation: chat, ...input } as never);
    return 'ok' in reply ? 'done' : reply.error.code;
  };
  const token = (await line.ask('resume', { token: null, timelines: [] })).token;
  const resumed = await line.ask('resume', { token, timelines: [{ conversation: chat, after: 0 }] });
  const office = surface === 'office';
  return {
    view: await statusOf(line, at),
    history: await statusOf(line, `${at}/messages`),
    file: await statusOf(line, `${files}/${file}`),
    thumbnail: office ? await statusOf(line, `${files}/${file}/thumbnail`) : null,
    image: await statusOf(line, `${files}/${image}`),
    formatted: office ? await statusOf(line, `/formatted/${chat}/${seq}`) : null,
    ownUpload: own && (await statusOf(line, own.location, 'HEAD')),
    ownUploadAsFile: own && (await statusOf(line, `${files}/${own.file}`)),
    own: await has('own'),
    archive: await has('archive'),
    read: await commandTo('mark-read'),
    typing: await commandTo('set-typing'),
    resumed: resumed.timelines.map(({ page }) => page?.messages.length ?? null),
  };
}

/** An expert chat of Erik, in the office, and the agent Noor, whose office seat has it in the archive. */
async function begin(house: Company<WholeCast>) {
  const [erik, agent] = [await house.join('erik', 'office'), await house.join('noor', 'console')];
  const office = await house.join('noor', 'office');
  const chat = (await erik.open(agent.seat)).id;
  const file = await upload(erik.device, { conversation: chat, name: 'plan.jpg', bytes: await photo() });
  await erik.say(chat, { kind: 'file', file });
  const picture = { conversation: chat, name: 'a.jpg', bytes: await photo(), use: 'image' } as const;
  const image = await upload(agent.device, picture);
  const html = `<p><b>See</b> <img src="/files/console/${chat}/${image}" alt="a plan"></p>`;
  const { seq } = await agent.say(chat, { kind: 'rich', html });
  const waiting = async (line: Line, use: 'file' | 'image') => {
    const id = await upload(line.device, { conversation: chat, name: 'b.jpg', bytes: await photo(), use });
    return { file: id, location: `/api/v1/uploads/${id}` };
  };
  const places = { chat, file, image, seq };
  const readers: [Line, Places][] = [
    [erik, { ...places, upload: await waiting(erik, 'file') }],
    [agent, { ...places, upload: await waiting(agent, 'image') }],
    [office, { ...places, upload: null }],
  ];
  return { erik, agent, office, chat, readers };
}

describe('a company that leaves mode 3', () => {
  it('[TEN-2] keeps its expert chats and archives, and nobody reads them in any way until it is back', async () => {
    const house = await server.company({ cast: wholeCast });
    const { erik, agent, office, chat, readers } = await begin(house);
    const all = () => Promise.all(readers.map(([line, places]) => waysTo(line, places)));
    const before = await all();
    expect(before).toMatchObject([
      { view: 200, history: 200, file: 200, thumbnail: 200, image: 200, formatted: 303, ownUpload: 200 },
      { view: 200, history: 200, file: 200, image: 200, ownUpload: 200, ownUploadAsFile: 200 },
      { view: 200, history: 200, file: 200, thumbnail: 200, image: 200, formatted: 303, ownUpload: null },
    ]);
    const listed = (ways: typeof before) => ways.map(({ own, archive }) => [own, archive]);
    expect(listed(before)).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
    expect(before.map(({ read, typing }) => [read, typing])).toEqual([
      ['done', 'done'],
      ['done', 'done'],
      ['done', 'not-found'],
    ]);
    expect(before.map(({ resumed }) => resumed)).toEqual([[2], [2], [2]]);
    const token = (await erik.ask('resume', { token: null, timelines: [] })).token;

    await house.apply({ mode: 2 });
    const gone = {
      view: 404,
      history: 404,
      file: 404,
      image: 404,
      own: false,
      archive: false,
      read: 'not-found',
      typing: 'not-found',
      resumed: [null],
    };
    const office404 = { ...gone, thumbnail: 404, formatted: 404 };
    const own404 = { ownUpload: 404, ownUploadAsFile: 404 };
    const none = { ownUpload: null, ownUploadAsFile: null };
    expect(await all()).toEqual([
      { ...office404, ...own404 },
      { ...gone, ...own404, thumbnail: null, formatted: null },
      { ...office404, ...none },
    ]);
    expect(await office.device.request<SelfView>('GET', '/me')).toMatchObject({
      body: { hasArchive: false },
    });
    expect((await house.join('noor', 'office')).socket.events).toMatchObject([
      { self: { hasArchive: false } },
    ]);
    expect(await erik.ask('resume', { token, timelines: [] })).toMatchObject({ conversations: [] });
    expect(await erik.sayInVain(chat, 'Too late')).toMatchObject({ refusal: { code: 'needs-mode-3' } });
    expect(await agent.sayInVain(chat, 'Too late')).toMatchObject({ refusal: { code: 'needs-mode-3' } });
    expect(await office.sayInVain(chat, 'Too late')).toMatchObject({ code: 'not-found' });
    const refused = await announce(erik.device, { conversation: chat, name: 'c.jpg', bytes: await photo() });
    expect(refused.status).toBe(403);

    await house.apply({ mode: 3 });
    expect(await all()).toEqual(before);
    expect(await office.device.request<SelfView>('GET', '/me')).toMatchObject({ body: { hasArchive: true } });
    expect(await erik.say(chat, 'Here we are again')).toMatchObject({ seq: 3 });
  });

  it('[TEN-2] in mode 1 the console has the chats of agents and no other, and all is there afterwards', async () => {
    const house = await server.company({ cast: wholeCast });
    const { agent, chat } = await begin(house);
    const ada = await house.join('ada', 'console');
    const agents = (await ada.open(agent.seat)).id;
    await ada.say(agents, 'Between agents');
    const listed = async () => (await agent.conversations()).map(({ id }) => id).toSorted();
    expect(await listed()).toEqual([agents, chat].toSorted());
    await house.apply({ mode: 1 });
    expect(await listed()).toEqual([agents]);
    expect(await agent.device.request('GET', `/conversations/${chat}`)).toMatchObject({ status: 404 });
    expect((await agent.history(agents)).messages).toHaveLength(1);
    await house.apply({ mode: 3 });
    expect(await listed()).toEqual([agents, chat].toSorted());
  });

  it('[TEN-2, HIST-6] no office seat hears, in mode 2, what its agent seat says and is told', async () => {
    const house = await server.company({ cast: wholeCast });
    const [ada, agent] = [await house.join('ada', 'console'), await house.join('noor', 'console')];
    const office = await house.join('noor', 'office');
    const { id } = await ada.open(agent.seat);
    await ada.say(id, 'Heard in the archive');
    await office.caughtUp();
    expect(office.heard('message')).toMatchObject([{ conversation: id, loud: false }]);
    await house.apply({ mode: 2 });
    await ada.say(id, 'Not heard there');
    await agent.say(id, 'Nor this');
    await ada.ask('end-interaction', { conversation: id });
    await ada.say(id, 'Nor what begins anew');
    await Promise.all([office.caughtUp(), agent.caughtUp()]);
    expect(agent.heard('message')).toHaveLength(3);
    expect(office.heard('message')).toHaveLength(1);
    expect(await office.conversations('archive')).toEqual([]);
    await house.apply({ mode: 3 });
    await ada.say(id, 'Heard again');
    await office.caughtUp();
    expect(office.heard('message')).toHaveLength(2);
    expect((await office.history(id)).messages).toHaveLength(5);
  });
});
