import { randomUUID } from 'node:crypto';
import type { ConversationId, MessageBody, TenantId } from '@tieline/protocol';
import {
  type Company,
  type Line,
  startTestServer,
  type TestServer,
  upload,
  waitFor,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadRoomTaken } from '../store/files.ts';
import { loadHolders } from '../store/looking.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

interface Chat {
  readonly house: Company<WholeCast>;
  readonly ada: Line;
  readonly bea: Line;
  readonly id: ConversationId;
}

const hears = (line: Line, seq: number) => line.socket.event('message', ({ message }) => message.seq === seq);
const endOf = (line: Line) => line.socket.event('interaction-ended');

/** Two agents with a running chat of two messages, which Bea has heard and not read. */
async function heardChat(): Promise<Chat> {
  const house = await server.company({ cast: wholeCast });
  const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
  const { id } = await ada.open(bea.seat);
  await ada.say(id, 'One');
  await ada.say(id, 'Two');
  await hears(bea, 2);
  return { house, ada, bea, id };
}

const holders = (line: Line) => loadHolders(server.store, line.device.session);

/** The line is lost, and the server knows it. */
async function lose(line: Line): Promise<void> {
  await line.socket.close();
  await waitFor('the drop to be noted', async () => (await holders(line)).every(({ dropped }) => dropped));
}

describe('messages to an agent whose line was lost', () => {
  it('[DEL-3, PRES-8] are named to their sender when the grace time ends the chat, and those before it are not', async () => {
    const { ada, bea, id } = await heardChat();
    await lose(bea);
    await ada.say(id, 'Three');
    await ada.say(id, 'Four');
    expect(await endOf(ada)).toMatchObject({
      conversation: id,
      number: expect.any(Number) as number,
      reason: 'logged-out',
      by: bea.seat,
      unheardFrom: 3,
      unheard: [
        { seq: 3, html: 'Three' },
        { seq: 4, html: 'Four' },
      ],
    });
    expect((await ada.history(id)).messages).toEqual([]);
  });

  it('[DEL-3, HIST-5] are not named to the one who left, nor to anybody where all was heard', async () => {
    const { house, ada, bea, id } = await heardChat();
    const { token } = await bea.ask('resume', { token: null, timelines: [] });
    await lose(bea);
    await ada.say(id, 'Three');
    await endOf(ada);
    const back = await house.join('bea', 'console');
    const resumed = await back.ask('resume', { token, timelines: [] });
    expect(resumed.ends).toEqual([
      {
        conversation: id,
        number: expect.any(Number) as number,
        rev: 5,
        reason: 'logged-out',
        by: bea.seat,
        unheardFrom: null,
        unheard: [],
      },
    ]);

    const other = await heardChat();
    await lose(other.bea);
    expect(await endOf(other.ada)).toMatchObject({ by: other.bea.seat, unheardFrom: null });
  });

  it('[DEL-3] are named to a sender who resumes after the end as well', async () => {
    const { house, ada, bea, id } = await heardChat();
    const witness = await house.join('ada', 'console');
    const { token } = await ada.ask('resume', { token: null, timelines: [] });
    await lose(bea);
    await ada.say(id, 'Three');
    await ada.say(id, 'Four');
    await ada.socket.close();
    await endOf(witness);
    const resumed = await witness.ask('resume', { token, timelines: [{ conversation: id, after: 0 }] });
    expect(resumed).toMatchObject({
      outcome: 'resumed',
      gone: [id],
      ends: [{ conversation: id, reason: 'logged-out', by: bea.seat, unheardFrom: 3 }],
    });
    expect(resumed.timelines[0]?.page?.messages).toEqual([]);
    expect(resumed.ends[0]?.unheard).toMatchObject([{ seq: 3 }, { seq: 4 }]);

    // Also where the chat runs again by then, and where it cannot be told what changed.
    const back = await house.join('bea', 'console');
    await back.say(id, 'Anew');
    const running = await witness.ask('resume', { token, timelines: [] });
    expect(running).toMatchObject({
      outcome: 'resumed',
      gone: [],
      conversations: [{ id, lastSeq: 1 }],
      ends: [{ conversation: id, unheardFrom: 3, unheard: [{ seq: 3 }, { seq: 4 }] }],
    });
    const lost = await witness.ask('resume', { token: `2.${'A'.repeat(64)}`, timelines: [] });
    expect(lost).toMatchObject({
      outcome: 'fresh',
      ends: [{ conversation: id, unheard: [{ seq: 3 }, { seq: 4 }] }],
    });
    for (const asked of [token, `2.${'A'.repeat(64)}`])
      expect((await back.ask('resume', { token: asked, timelines: [] })).ends).toEqual([]);
    expect((await witness.ask('resume', { token: null, timelines: [] })).ends).toEqual([]);
  });

  it('[DEL-3] begin with the first that is not an answer of the one who left', async () => {
    const { house, ada, bea, id } = await heardChat();
    const dana = await house.join('noor', 'console');
    const { id: elsewhere } = await dana.open(bea.seat);
    await dana.say(elsewhere, 'Heard');
    await hears(bea, 1);
    await bea.say(id, 'Three');
    await lose(bea);
    await ada.say(id, 'Four');
    expect(await endOf(ada)).toMatchObject({ conversation: id, unheardFrom: 4 });
    expect(await endOf(dana)).toMatchObject({ conversation: elsewhere, unheardFrom: null });
  });

  it('[DEL-3, PRES-8] are none where the line came back in time, or another device stayed', async () => {
    const { house, ada, bea, id } = await heardChat();
    const second = await house.join('bea', 'console');
    await lose(bea);
    await ada.say(id, 'Three');
    await hears(second, 3);
    await waitFor('the grace time of the first to end', async () => (await holders(bea)).length === 0);
    await ada.caughtUp();
    expect(ada.heard('interaction-ended')).toEqual([]);

    await lose(second);
    await ada.say(id, 'Four');
    const again = await second.device.socket();
    await again.event('welcome');
    expect((await holders(second)).some(({ dropped }) => !dropped)).toBe(true);
    await again.command('resume', { token: null, timelines: [] });
    await ada.say(id, 'Five');
    await again.event('message', ({ message }) => message.seq === 5);
    await again.close();
    await waitFor('the drop to be noted', async () =>
      (await holders(second)).every(({ dropped }) => dropped),
    );
    await ada.say(id, 'Six');
    expect(await endOf(ada)).toMatchObject({ unheardFrom: 6 });
  });

  it('[DEL-3] are none where the chat is ended by hand, or the other logs out', async () => {
    const { ada, bea, id } = await heardChat();
    await lose(bea);
    await ada.say(id, 'Three');
    await ada.ask('end-interaction', { conversation: id });
    expect(await endOf(ada)).toMatchObject({ reason: 'ended-by-agent', unheardFrom: null });

    const other = await heardChat();
    await lose(other.bea);
    await other.ada.say(other.id, 'Three');
    await other.bea.device.logOut();
    expect(await endOf(other.ada)).toMatchObject({ reason: 'logged-out', unheardFrom: null });
  });
});

describe('a device that came back for a moment', () => {
  it('[DEL-3] has heard nothing of what it missed before it asked for it', async () => {
    const { ada, bea, id } = await heardChat();
    await lose(bea);
    await ada.say(id, 'Three');
    const again = await bea.device.socket();
    await again.event('welcome');
    await again.close();
    await ada.say(id, 'Four');
    expect(await endOf(ada)).toMatchObject({ by: bea.seat, unheardFrom: 3 });
  });

  it('[DEL-3] has heard nothing where the line goes down before it has said that it took the answer', async () => {
    const { ada, bea, id } = await heardChat();
    await lose(bea);
    await ada.say(id, 'Three');
    const again = await bea.device.socket();
    await again.command('resume', { token: null, timelines: [] });
    again.cut();
    expect(await endOf(ada)).toMatchObject({ by: bea.seat, unheardFrom: 3 });
  });

  it('[DEL-3] has heard all that came until it was last heard of', async () => {
    const { ada, bea, id } = await heardChat();
    await lose(bea);
    await ada.say(id, 'Three');
    const again = await bea.device.socket();
    await again.command('resume', { token: null, timelines: [] });
    await again.command('ping', {});
    await ada.say(id, 'Four');
    again.cut();
    expect(await endOf(ada)).toMatchObject({ by: bea.seat, unheardFrom: 4 });
  });
});

describe('a line that is lost without a word', () => {
  let quick: TestServer;
  beforeAll(async () => {
    quick = await startTestServer({ databaseUrl: inject('databaseUrl'), heartbeatSeconds: 1 });
  });
  afterAll(() => quick.close());

  it('[DEL-3] leaves unheard what was sent after it was last heard of', async () => {
    const house = await quick.company({ cast: wholeCast });
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const { id } = await ada.open(bea.seat);
    await ada.say(id, 'One');
    await hears(bea, 1);
    await bea.caughtUp();
    bea.socket.stopReading();
    await ada.say(id, 'Two');
    await ada.say(id, 'Three');
    expect(await endOf(ada)).toMatchObject({ by: bea.seat, unheardFrom: 2 });
  });

  it('[DEL-3] leaves nothing unheard that another device heard which logged out since', async () => {
    const house = await quick.company({ cast: wholeCast });
    const [ada, bea] = [await house.join('ada', 'console'), await house.join('bea', 'console')];
    const second = await house.join('bea', 'console');
    const { id } = await ada.open(bea.seat);
    await bea.caughtUp();
    bea.socket.stopReading();
    await ada.say(id, 'One');
    await hears(second, 1);
    await second.device.logOut();
    await ada.say(id, 'Two');
    expect(await endOf(ada)).toMatchObject({ by: bea.seat, unheardFrom: 2 });
  });

  it('[DEL-3, PRES-8] as where its server died', async () => {
    const house = await server.company({ cast: wholeCast });
    const other = await server.startNode();
    const ada = await house.join('ada', 'console');
    const bea = await house.join('bea', 'console', other);
    const { id } = await ada.open(bea.seat);
    await ada.say(id, 'One');
    await bea.ask('mark-read', { conversation: id, seq: 1 });
    await other.kill();
    await ada.say(id, 'Two');
    expect(await endOf(ada)).toMatchObject({ by: bea.seat, unheardFrom: 2 });
  });
});

describe('what reached nobody', () => {
  it('[DEL-3] is kept by the client of its sender, and sent again as it was', async () => {
    const { house, ada, bea, id } = await heardChat();
    const client = await ada.device.connect();
    await client.openTimeline(id);
    await lose(bea);
    const bodies: MessageBody[] = [
      { kind: 'plain', text: '  two  spaces & <signs>\n\n\tand https://a.example/?x=1&y=2.' },
      { kind: 'rich', html: '<p>a <strong>b</strong></p><p></p><ol start="3"><li>c<br><br></li></ol>' },
      { kind: 'rich', html: '<p>  no more than text  </p>' },
      // Longer than a text may be: it came as HTML.
      { kind: 'rich', html: `<p>${'two  words &amp; more<br>'.repeat(1500)}</p>` },
    ];
    const said = [];
    for (const body of bodies) said.push(await ada.say(id, body));
    await waitFor(
      'all to be offered',
      () => client.getState().timelines.get(id)?.pending.length === bodies.length,
    );
    const back = await house.join('bea', 'console');
    const offered = client.getState().timelines.get(id)?.pending ?? [];
    expect(offered.map(({ refusal }) => refusal?.code)).toEqual(bodies.map(() => 'reached-no-device'));
    for (const { clientId } of offered) {
      client.retry(id, clientId);
      await waitFor(
        'it to be sent',
        () =>
          !client
            .getState()
            .timelines.get(id)
            ?.pending.some((one) => one.clientId === clientId),
      );
    }
    await back.caughtUp();
    const told = back.heard('message').map(({ message }) => message);
    const looks = (views: readonly object[]) => views.map((view) => ('html' in view ? view.html : null));
    expect(looks(told)).toEqual(looks(said));
    expect(told.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    client.close();
  });

  it('[DEL-3, DEL-6, HIST-6] gives its uploads back to their sender, and keeps them in the archive and under its client id', async () => {
    const house = await server.company({ cast: wholeCast, preset: 'today' });
    const [noor, bea] = [await house.join('noor', 'console'), await house.join('bea', 'console')];
    const archive = await house.join('noor', 'office');
    const { id } = await noor.open(bea.seat);
    const image = await sharp({ create: { width: 8, height: 6, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const bring = (use: 'file' | 'image', bytes: Uint8Array<ArrayBuffer>) =>
      upload(noor.device, { conversation: id, name: 'berths.csv', bytes, use });
    const file = await bring('file', new Uint8Array(Buffer.from('a,b')));
    const picture = await bring('image', new Uint8Array(image));
    const rich = {
      kind: 'rich',
      html: `<p>See <img src="/files/console/${id}/${picture}" alt="image:${picture}"></p>`,
    } as const;
    const read = (line: Line, href: string) =>
      fetch(`${server.url}${href}`, { headers: { authorization: `Bearer ${line.device.token}` } });
    const [asFile, asImage] = [`/files/console/${id}/${file}`, `/files/console/${id}/${picture}`];

    await noor.say(id, 'Heard');
    await hears(bea, 1);
    await lose(bea);
    const [fileId, richId] = [randomUUID(), randomUUID()];
    const sentFile = await noor.say(id, { kind: 'file', file }, fileId);
    const sentRich = await noor.say(id, rich, richId);
    const { html } = sentRich as { html?: string };
    expect(await noor.sayInVain(id, { kind: 'file', file })).toMatchObject({ code: 'no-such-upload' });
    expect(await endOf(noor)).toMatchObject({ unheardFrom: 2 });

    // Her own again, as before they were sent; the archive has what was sent.
    for (const href of [asFile, asImage]) expect((await read(noor, href)).status).toBe(200);
    const kept = (await archive.history(id)).messages;
    const held = kept.flatMap((message) => ('file' in message && message.file ? [message.file.href] : []));
    expect(kept).toHaveLength(3);
    expect(held).toHaveLength(1);
    expect(held).not.toContain(asFile.replace('console', 'office'));
    for (const href of held) expect(await (await read(archive, href)).text()).toBe('a,b');
    // Lying there once more they do not count as brought, and nobody is kept from bringing others.
    const tenant = noor.device.token.split('.')[0] as TenantId;
    const taken = await server.store.transaction(tenant, (db) => loadRoomTaken(db, noor.seat));
    expect(taken.waiting).toBe(0);
    // DEL-6: asked again, each is the message that it was, and another upload is another content.
    expect(await noor.say(id, { kind: 'file', file }, fileId)).toEqual(sentFile);
    expect(await noor.say(id, rich, richId)).toEqual(sentRich);
    const twin = await bring('file', new Uint8Array(Buffer.from('a,b')));
    expect(await noor.sayInVain(id, { kind: 'file', file: twin }, fileId)).toMatchObject({
      refusal: { code: 'client-id-reused' },
    });

    const back = await house.join('bea', 'console');
    await noor.say(id, { kind: 'file', file });
    expect(((await noor.say(id, rich)) as { html?: string }).html).toBe(html);
    await hears(back, 2);
    for (const href of [asFile, asImage]) expect((await read(back, href)).status).toBe(200);
    expect((await archive.history(id)).messages).toHaveLength(5);
    for (const href of held) expect((await read(archive, href)).status).toBe(200);
  });

  it('[DEL-3, DEL-6] is the same message with the same answer, whenever its sender asks again', async () => {
    const { house, ada, bea, id } = await heardChat();
    const lost = randomUUID();
    await lose(bea);
    const first = await ada.say(id, 'Three', lost);
    expect(await endOf(ada)).toMatchObject({ unheardFrom: 3 });
    expect(await ada.say(id, 'Three', lost)).toEqual(first);
    const back = await house.join('bea', 'console');
    expect(await ada.say(id, 'Three', lost)).toEqual(first);
    expect(await ada.say(id, 'Three', randomUUID())).toMatchObject({ seq: 1 });
    await hears(back, 1);
  });
});
