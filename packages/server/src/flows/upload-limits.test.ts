import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConversationId } from '@tieline/protocol';
import { announce, type Line, startTestServer, type TestServer, tusHeaders, upload } from '@tieline/testkit';
import { afterAll, beforeEach, beforeAll, describe, expect, inject, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

let anna: Line;
let ben: Line;
let chat: ConversationId;
beforeEach(async () => {
  const house = await server.company({
    cast: { anna: { office: {} }, ben: { office: {} } },
    largestFile: 1000,
    fileQuota: 20_000,
  });
  [anna, ben] = [await house.join('anna', 'office'), await house.join('ben', 'office')];
  chat = (await anna.open(ben.seat)).id;
});

const begin = (line: Line, bytes: number) =>
  announce(line.device, { conversation: chat, name: 'x', bytes: new Uint8Array(bytes) });

const remove = (line: Line, location: string) =>
  fetch(`${server.url}${location}`, { method: 'DELETE', headers: tusHeaders(line.device) });

/** Begins to send what it never sends to its end. */
function stall(line: Line, address: string) {
  const sending = request(address, {
    method: 'PATCH',
    headers: {
      ...tusHeaders(line.device),
      'content-type': 'application/offset+octet-stream',
      'content-length': '1000',
      'upload-offset': '0',
    },
  });
  sending.on('error', () => undefined);
  sending.write('a few');
  return sending;
}

const closed = (sending: ClientRequest) =>
  new Promise<void>((resolve) => sending.once('close', () => resolve()));

describe('the room of a company', () => {
  it('[CONT-4] is not taken by who only says that much will come', async () => {
    for (let at = 0; at < 2; at += 1) expect((await begin(anna, 1000)).status).toBe(201);
    const third = await begin(anna, 1);
    expect([third.status, await third.json()]).toEqual([
      429,
      expect.objectContaining({ code: 'too-many-requests' }),
    ]);
    expect((await begin(ben, 1000)).status).toBe(201);
  });

  it('[CONT-4] is given again for the next, once the one before has arrived', async () => {
    for (let at = 0; at < 4; at += 1)
      await upload(anna.device, { conversation: chat, name: 'x', bytes: new Uint8Array(1000).fill(at) });
    expect((await begin(anna, 1000)).status).toBe(201);
  });

  it('[CONT-4] is not taken by an upload of which nobody was told the address', async () => {
    const { 'tus-resumable': _, ...headers } = tusHeaders(anna.device);
    for (let at = 0; at < 4; at += 1) {
      const answer = await fetch(`${server.url}/api/v1/uploads`, {
        method: 'POST',
        headers: {
          ...headers,
          'upload-length': '1000',
          'upload-metadata': `conversation ${btoa(chat)},use ${btoa('file')},name ${btoa('x')}`,
        },
      });
      expect([answer.status, answer.headers.get('location')]).toEqual([412, null]);
    }
    expect((await begin(anna, 1000)).status).toBe(201);
    expect((await begin(anna, 1000)).status).toBe(201);
  });
});

describe('an upload that stands still', () => {
  it('[CONT-4] is taken back, and whoever was at it is out before', async () => {
    const location = (await begin(anna, 1000)).headers.get('location') ?? '';
    const sending = stall(anna, `${server.url}${location}`);
    const answered = once(sending, 'response');
    await wait(200);
    expect((await remove(anna, location)).status).toBe(204);
    await answered;
    expect((await remove(anna, location)).status).toBe(404);
    sending.destroy();
  });

  it('[CONT-4] is gone on with by the next that comes', async () => {
    const location = (await begin(anna, 1000)).headers.get('location') ?? '';
    const sending = stall(anna, `${server.url}${location}`);
    await wait(200);
    const answer = await fetch(`${server.url}${location}`, {
      method: 'HEAD',
      headers: tusHeaders(anna.device),
    });
    expect([answer.status, answer.headers.get('upload-offset')]).toEqual([200, '5']);
    sending.destroy();
  });

  it('[CONT-4] is cut off when nothing comes any more, and goes on where it was', async () => {
    const hasty = await startTestServer({ databaseUrl: inject('databaseUrl'), limits: { silenceMs: 300 } });
    const house = await hasty.company({ cast: { anna: { office: {} }, ben: { office: {} } } });
    const [one, two] = [await house.join('anna', 'office'), await house.join('ben', 'office')];
    const { id } = await one.open(two.seat);
    const begun = await announce(one.device, { conversation: id, name: 'x', bytes: new Uint8Array(1000) });
    const address = `${hasty.url}${begun.headers.get('location')}`;
    await closed(stall(one, address));
    const answer = await fetch(address, { method: 'HEAD', headers: tusHeaders(one.device) });
    expect(answer.headers.get('upload-offset')).toBe('5');
    await hasty.close();
  });
});

describe('a request of a stranger', () => {
  it.each([
    ['/api/v1/log-in', 'application/json'],
    ['/api/v1/log-in', 'application/offset+octet-stream'],
    ['/api/v1/uploads', 'application/offset+octet-stream'],
  ])('to %s as %s is cut off when it is not all here in time', async (path, type) => {
    const hasty = await startTestServer({ databaseUrl: inject('databaseUrl'), limits: { requestMs: 300 } });
    const headers = { origin: hasty.url, 'content-type': type, 'content-length': '200000' };
    const sending = request(`${hasty.url}${path}`, { method: 'POST', headers });
    const drip = setInterval(() => sending.write(' '), 50);
    sending.on('error', () => undefined);
    await closed(sending);
    clearInterval(drip);
    expect(sending.closed).toBe(true);
    await hasty.close();
  });
});
