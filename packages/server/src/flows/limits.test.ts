import { randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { ConversationId } from '@tieline/protocol';
import { type Line, startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadStoredSeqs } from '../store/looking.fixture.ts';

let server: TestServer;
let small: TestServer;
beforeAll(async () => {
  const databaseUrl = inject('databaseUrl');
  server = await startTestServer({ databaseUrl, limits: { sessionRate: 0, companyRate: 0 } });
  small = await startTestServer({
    databaseUrl,
    limits: { sessionRate: 5, companyRate: 20, socketsOfSession: 2, socketsOfSeat: 3, badCredentials: 10 },
    trustedProxies: ['127.0.0.1'],
  });
});
afterAll(() => Promise.all([server.close(), small.close()]));

const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);
const ping = (line: Line) => line.socket.command('ping', {});

interface Rich {
  readonly token: string;
  readonly id: ConversationId;
  readonly html: string;
  /** Whether the request says how long its body is. */
  readonly isAnnounced: boolean;
}

/** The status that a message is answered with. */
function sendRich({ token, id, html, isAnnounced }: Rich): Promise<number> {
  const body = JSON.stringify({ clientId: randomUUID(), body: { kind: 'rich', html } });
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(isAnnounced ? { 'content-length': Buffer.byteLength(body) } : {}),
    };
    const url = `${small.url}/api/v1/conversations/${id}/messages`;
    const asking = request(url, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asking.on('error', reject);
    asking.write(body.slice(0, 1));
    asking.end(body.slice(1));
  });
}

describe('a session', () => {
  it('[DEL-5] has one rate for all its windows, by socket and by HTTP', async () => {
    const house = await small.company({ cast: wholeCast });
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const second = await erik.device.socket();
    const asked = await Promise.all(upTo(15).map((at) => (at % 2 ? ping(erik) : second.command('ping', {}))));
    const refused = asked.filter((reply) => 'error' in reply);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ error: { code: 'too-many-requests', retry: true } });
    const statuses = await Promise.all(upTo(5).map(() => erik.device.request('GET', '/conversations')));
    expect(statuses.map(({ status }) => status)).toContain(429);
    expect(await ping(mei)).toMatchObject({ ok: {} });
  });

  it('pays for a long body by HTTP as for a long frame, also where its length is not announced', async () => {
    const house = await small.company({ cast: wholeCast });
    const erik = await house.join('erik', 'office');
    const { id } = await erik.open((await house.join('mei', 'office')).seat);
    const statuses = async (isAnnounced: boolean, html: string) => {
      const { token } = await house.signIn('olivia', 'office');
      return Promise.all(upTo(3).map(() => sendRich({ token, id, html, isAnnounced })));
    };
    for (const isAnnounced of [true, false]) {
      expect(await statuses(isAnnounced, 'x')).not.toContain(429);
      expect(await statuses(isAnnounced, 'x'.repeat(150_000))).toContain(429);
    }
  });

  it('has no more windows than its limit, and none is closed for it', async () => {
    const house = await small.company({ cast: wholeCast });
    const erik = await house.signIn('erik', 'office');
    const windows = [await erik.socket(), await erik.socket()];
    await expect(erik.socket()).rejects.toThrow('429');
    const elsewhere = await house.signIn('erik', 'office');
    await elsewhere.socket();
    await expect(elsewhere.socket()).rejects.toThrow('429');
    expect(windows.every((window) => window.isOpen())).toBe(true);
    windows[0]?.cut();
    await waitFor('a place to be free', () => erik.socket().catch(() => null));
  });
});

describe('a company', () => {
  it('[TEN-1] that asks for more than its share is slowed down, and no other one', async () => {
    const [busy, quiet] = [
      await small.company({ cast: wholeCast }),
      await small.company({ cast: wholeCast }),
    ];
    const names = ['erik', 'mei', 'olivia', 'noor'] as const;
    const crowd: Line[] = [];
    // Each of them stays below the rate of a session.
    for (const name of names) for (const _ of upTo(2)) crowd.push(await busy.join(name, 'office'));
    const replies = (
      await Promise.all(crowd.map((line) => Promise.all(upTo(9).map(() => ping(line)))))
    ).flat();
    expect(replies.filter((reply) => 'ok' in reply).length).toBeGreaterThanOrEqual(20);
    expect(replies.filter((reply) => 'error' in reply).length).toBeGreaterThan(0);
    expect(await ping(await quiet.join('erik', 'office'))).toMatchObject({ ok: {} });
  });
});

describe('an address', () => {
  const ask = (from: string, token: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': from };
      const asking = request(`${small.url}/api/v1/me`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asking.on('error', reject).end();
    });

  const guessAt = (token: string) => `${token.split('.')[0]}.${randomBytes(32).toString('base64url')}`;

  it('that brings credentials of nobody is turned away with them, and nobody else who comes from there', async () => {
    const house = await small.company({ cast: wholeCast });
    const { token } = await house.signIn('erik', 'office');
    expect(await ask('192.0.2.7', token)).toBe(200);
    const statuses: number[] = [];
    for (const _ of upTo(15)) statuses.push(await ask('192.0.2.7', guessAt(token)));
    expect([...new Set(statuses)]).toEqual([401, 429]);
    expect(await ask('192.0.2.7', token)).toBe(200);
    const { token: another } = await house.signIn('mei', 'office');
    expect(await ask('192.0.2.7', another)).toBe(200);
    expect(await ask('192.0.2.8', guessAt(token))).toBe(401);
  });

  it('with a client that asks on after its session is over stays open for everybody else', async () => {
    const house = await small.company({ cast: wholeCast });
    const [gone, here] = [await house.signIn('erik', 'office'), await house.signIn('mei', 'office')];
    expect(await ask('192.0.2.9', gone.token)).toBe(200);
    await gone.logOut();
    const statuses: number[] = [];
    for (const _ of upTo(40)) statuses.push(await ask('192.0.2.9', gone.token));
    expect([...new Set(statuses)]).toEqual([401]);
    expect(await ask('192.0.2.9', here.token)).toBe(200);
    expect(await ask('192.0.2.9', guessAt(here.token))).toBe(401);
  });
});

describe('a client that does not read', () => {
  it('[DEL-7] is closed when its buffer is full, hurts nobody, and has everything after coming back', async () => {
    const house = await server.company({ cast: wholeCast });
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const slow = await house.join('mei', 'office');
    const { id } = await erik.open(mei.seat);
    slow.socket.stopReading();
    const text = 'x'.repeat(15_000);
    let sent = 0;
    await waitFor('the slow one to be closed', async () => {
      await Promise.all(upTo(50).map((at) => erik.say(id, `${sent + at} ${text}`)));
      sent += 50;
      return server.node.context.liveSessions.countOf(slow.device.session) === 0;
    });
    await mei.caughtUp();
    expect(mei.heard('message').map(({ message }) => message.seq)).toEqual(upTo(sent));
    slow.socket.readOn();
    await waitFor('the close to arrive', () => slow.socket.closeCode() !== null);
    expect([4408, 1006]).toContain(slow.socket.closeCode());
    const seen = slow.heard('message').map(({ message }) => message.seq);
    expect(seen).toEqual(upTo(seen.length));
    expect(await rest(await slow.device.socket().then(() => slow), id, seen.length)).toEqual(
      upTo(sent).slice(seen.length),
    );
    expect(await loadStoredSeqs(server.store, id)).toEqual(upTo(sent));
  });

  /** What a client fetches by range. */
  async function rest(line: Line, id: ConversationId, after: number): Promise<number[]> {
    const seqs: number[] = [];
    for (let hasAfter = true; hasAfter;) {
      const page = await line.history(id, `?limit=100&after=${seqs.at(-1) ?? after}`);
      seqs.push(...page.messages.map(({ seq }) => seq));
      hasAfter = page.hasAfter;
    }
    return seqs;
  }
});
