import { randomBytes } from 'node:crypto';
import { readdir, readlink } from 'node:fs/promises';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestServer, type TestServer, upload, waitFor, wholeCast, type Line } from '@tieline/testkit';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    databaseUrl: inject('databaseUrl'),
    limits: { sessionRate: 0, companyRate: 0, downloadsOfSession: 4, downloadsOfCompany: 6, silenceMs: 1000 },
  });
});
afterAll(() => server.close());

const size = 24 * 1024 * 1024;

interface Shared {
  readonly erik: Line;
  readonly mei: Line;
  readonly path: string;
}

/** A chat of two with a file that is larger than what a line holds. */
async function shared(): Promise<Shared> {
  const house = await server.company({ cast: wholeCast });
  const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
  const { id } = await erik.open(mei.seat);
  const file = await upload(erik.device, {
    conversation: id,
    name: 'survey.bin',
    bytes: new Uint8Array(randomBytes(size)),
  });
  await erik.say(id, { kind: 'file', file });
  return { erik, mei, path: `/files/office/${id}/${file}` };
}

/** The answer to a request, none of whose body was taken yet. */
function ask({ device }: Line, method: string, path: string, headers: object = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asking = request(
      `${server.url}${path}`,
      { method, agent: false, headers: { authorization: `Bearer ${device.token}`, ...headers } },
      resolve,
    );
    asking.on('error', reject).end();
  });
}

/** Contents of files that this process has open. */
async function openFiles(): Promise<number> {
  const handles = await readdir('/proc/self/fd');
  const names = await Promise.all(handles.map((one) => readlink(`/proc/self/fd/${one}`).catch(() => '')));
  return names.filter((name) => name.startsWith(server.filesFolder)).length;
}

const whole = async (answer: IncomingMessage): Promise<number> => {
  let bytes = 0;
  for await (const chunk of answer) bytes += (chunk as Buffer).length;
  return bytes;
};

it('says by HEAD what GET would bring, and opens nothing for it', async () => {
  const { mei, path } = await shared();
  const got = await ask(mei, 'GET', path);
  expect(got.headers['content-length']).toBe(String(size));
  expect(await whole(got)).toBe(size);
  const heads = await Promise.all(Array.from({ length: 40 }, () => ask(mei, 'HEAD', path)));
  expect(await openFiles()).toBe(0);
  for (const { statusCode, headers } of heads) {
    expect(statusCode).toBe(200);
    const { date: _then, connection: _one, 'keep-alive': _other, ...said } = headers;
    expect(got.headers).toMatchObject(said);
    expect(said['content-length']).toBe(String(size));
  }
  const part = await ask(mei, 'HEAD', path, { range: 'bytes=10-19' });
  expect(part.statusCode).toBe(206);
  expect(part.headers).toMatchObject({ 'content-length': '10', 'content-range': `bytes 10-19/${size}` });
});

it('cuts a download of which nothing is taken, and lets one go on that is taken slowly', async () => {
  const { erik, mei, path } = await shared();
  const unread = await ask(mei, 'GET', path);
  const cut = new Promise((resolve) => unread.once('close', resolve).once('error', resolve));
  const slow = await ask(erik, 'GET', path);
  let bytes = 0;
  for await (const chunk of slow) {
    bytes += (chunk as Buffer).length;
    // Longer in all than nothing may be taken for.
    if (bytes < size && bytes % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(bytes).toBe(size);
  await waitFor('the unread one to be closed here', async () => (await openFiles()) === 0);
  unread.resume();
  await cut;
  expect(unread.complete).toBe(false);
});

it('takes no place for whoever hangs up, before the answer or while it waits behind others', async () => {
  const { mei, path } = await shared();
  const { port } = new URL(server.url);
  const asked = `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${mei.device.token}\r\n\r\n`;
  const hangUp = async (requests: number, afterMs: number): Promise<void> => {
    const line = connect(Number(port), '127.0.0.1');
    await once(line, 'connect');
    line.write(asked.repeat(requests));
    await sleep(afterMs);
    line.resetAndDestroy();
  };
  for (let at = 0; at < 6; at += 1) {
    await hangUp(8, 100);
    await hangUp(1, at);
  }
  await waitFor('all to be closed', async () => (await openFiles()) === 0);
  const begun = await Promise.all(Array.from({ length: 4 }, () => ask(mei, 'GET', path)));
  expect(begun.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
  for (const answer of begun) answer.destroy();
});

it('has so many for a device and a company at once, and others for the next one', async () => {
  const [here, there] = [await shared(), await shared()];
  const begun = await Promise.all(Array.from({ length: 10 }, () => ask(here.mei, 'GET', here.path)));
  const statuses = begun.map(({ statusCode }) => statusCode).toSorted();
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429, 429, 429, 429, 429]);
  const refused = begun.find(({ statusCode }) => statusCode === 429);
  expect(refused?.headers['content-disposition']).toBeUndefined();
  const colleague = await Promise.all(Array.from({ length: 4 }, () => ask(here.erik, 'GET', here.path)));
  expect(colleague.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 200, 429, 429]);
  const other = await ask(there.mei, 'GET', there.path);
  expect(await whole(other)).toBe(size);
  for (const answer of [...begun, ...colleague]) answer.destroy();
  await waitFor('a place to be free', async () => {
    const again = await ask(here.mei, 'GET', here.path);
    if (again.statusCode !== 200) again.resume();
    return again.statusCode === 200 && (await whole(again)) === size;
  });
  await waitFor('all to be closed', async () => (await openFiles()) === 0);
});
