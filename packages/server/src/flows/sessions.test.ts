import type { SessionPage, SessionView } from '@tieline/protocol';
import {
  lineOf,
  openRawSocket,
  startTestServer,
  type TestServer,
  testPassword,
  waitFor,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadStoredSeqs, writeSessionExpired } from '../store/looking.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => server.close());

const company = () => server.company({ cast: wholeCast });

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly cookies: readonly string[];
}

async function post(
  path: string,
  body: object,
  headers: Record<string, string> = {},
  at = server.url,
): Promise<Answer> {
  const response = await fetch(`${at}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    body: (await response.json()) as unknown,
    cookies: response.headers.getSetCookie(),
  };
}

const me = async (headers: Record<string, string>) =>
  (await fetch(`${server.url}/api/v1/me`, { headers })).status;

describe('logging in', () => {
  it('[TEN-1] answers the same to an unknown company, e-mail and password', async () => {
    const house = await company();
    const email = `erik@${house.slug}.example`;
    const right = { company: house.slug, email, password: testPassword };
    expect(await post('/log-in', right)).toMatchObject({ status: 200 });
    const { mei: _gone, ...others } = wholeCast;
    await house.apply({ cast: others as typeof wholeCast });
    const answers = await Promise.all([
      post('/log-in', { ...right, company: 'no-such-company' }),
      post('/log-in', { ...right, email: 'nobody@nowhere.example' }),
      post('/log-in', { ...right, password: 'wrong' }),
      post('/log-in', { ...right, email: `mei@${house.slug}.example` }),
      post('/log-in', { ...right, password: 'wrong', side: 'console' }),
      post('/log-in', { ...right, company: 'a\u0000b' }),
      post('/log-in', { ...right, email: 'a\u0000b' }),
      post('/log-in', { ...right, password: 'a\u0000b' }),
    ]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'log-in-failed' }, cookies: [] });
  });

  it('[SEAT-1] asks for the side where the person has two, and signs in to no other', async () => {
    const house = await company();
    const noor = { company: house.slug, email: `noor@${house.slug}.example`, password: testPassword };
    expect(await post('/log-in', noor)).toMatchObject({
      status: 200,
      body: { kind: 'choose-side', sides: expect.arrayContaining(['office', 'console']) as unknown },
      cookies: [],
    });
    for (const side of ['office', 'console'])
      expect(await post('/log-in', { ...noor, side })).toMatchObject({
        body: { kind: 'signed-in', surface: side, token: null },
        cookies: [expect.stringMatching(`^tieline_${side}=`), expect.stringMatching('^tieline_device=')],
      });
    const erik = { ...noor, email: `erik@${house.slug}.example` };
    expect(await post('/log-in', erik)).toMatchObject({ body: { surface: 'office' } });
    expect(await post('/log-in', { ...erik, side: 'console' })).toMatchObject({
      status: 403,
      body: { code: 'wrong-side' },
      cookies: [],
    });
  });

  it('sets a cookie for one side, out of reach of scripts; or gives a program its token', async () => {
    const house = await company();
    const noor = { company: house.slug, email: `noor@${house.slug}.example`, password: testPassword };
    const { cookies } = await post('/log-in', { ...noor, side: 'office' });
    expect(cookies).toHaveLength(2);
    for (const one of cookies) {
      expect(one).toMatch(/HttpOnly/);
      expect(one).toMatch(/SameSite=Lax/);
      expect(one).not.toMatch(/Secure|Domain/);
    }
    expect(cookies[0]).toMatch(/^tieline_office=.*; Path=\/;/);
    // What a browser is known by goes nowhere but to where one logs in.
    expect(cookies[1]).toMatch(/^tieline_device=.*; Path=\/api\/v1\/log-in;/);
    const cookie = cookies[0]?.split(';')[0] ?? '';
    expect(await me({ cookie, 'x-tieline-surface': 'office' })).toBe(200);
    for (const headers of [
      { cookie },
      { cookie, 'x-tieline-surface': 'console' },
      { cookie, 'x-tieline-surface': 'both' },
    ])
      expect(await me(headers)).toBe(401);
    const other = cookie.replace('tieline_office', 'tieline_console');
    expect(await me({ cookie: other, 'x-tieline-surface': 'console' })).toBe(401);

    const program = await post('/log-in', { ...noor, side: 'office', credential: 'token' });
    expect(program).toMatchObject({
      cookies: [],
      body: { token: expect.stringMatching(/^[0-9a-f-]{36}\..{43}$/) as unknown },
    });
  });

  it('takes no bearer token but one that it gave, for the surface that it was given for', async () => {
    const house = await company();
    const { token } = await house.signIn('ada', 'console');
    expect(await me({ authorization: `Bearer ${token}` })).toBe(200);
    for (const wrong of [
      `${token}x`,
      token.slice(0, -1),
      token.toUpperCase(),
      token.split('.')[1],
      '',
      '.',
      `${token} ${token}`,
    ])
      expect(await me({ authorization: `Bearer ${wrong}` })).toBe(401);
    expect(await me({ authorization: `Basic ${token}` })).toBe(401);
    expect(await me({ authorization: `Bearer ${token}`, 'x-tieline-surface': 'office' })).toBe(401);
    await expect(openRawSocket(server.url, token, 'office')).rejects.toThrow(/401/);
  });

  it('sets its cookies for encrypted lines alone where the pages come over one', async () => {
    const strict = await startTestServer({
      databaseUrl: inject('databaseUrl'),
      publicUrl: 'https://chat.example.com',
    });
    const house = await strict.company({ cast: wholeCast });
    const right = { company: house.slug, email: `mei@${house.slug}.example`, password: testPassword };
    const { cookies } = await post('/log-in', right, {}, strict.url);
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/; Secure/);
    await strict.close();
  });
});

describe('signed-in devices', () => {
  it('are listed page by page, this one first, each once, and signed out together', async () => {
    const house = await company();
    const own = await house.signIn('noor', 'office');
    const others = [await house.join('noor', 'console')];
    for (let at = 0; at < 6; at += 1) others.push(await house.join('noor', 'office'));
    const erik = await house.join('erik', 'office');
    const seen: SessionView[] = [];
    let next: string | null = '';
    for (let pages = 0; next !== null && pages < 10; pages += 1) {
      const after: string = next === '' ? '' : `&after=${next}`;
      const { body } = await own.request<SessionPage>('GET', `/sessions?limit=3${after}`);
      expect(body.sessions.length).toBeLessThanOrEqual(3);
      seen.push(...body.sessions);
      next = body.next;
    }
    const sessions = [own.session, ...others.map(({ device }) => device.session)];
    expect(seen[0]).toMatchObject({ id: own.session, current: true });
    expect(seen.map(({ id }) => id).toSorted()).toEqual(sessions.toSorted());
    expect(await own.request('GET', '/sessions?limit=101')).toMatchObject({ status: 400 });
    expect(await own.request('GET', '/sessions?after=x')).toMatchObject({ status: 400 });

    expect(await own.request('DELETE', '/sessions')).toEqual({ status: 200, body: { done: true } });
    for (const { socket } of others)
      await waitFor('the socket to be closed', () => socket.closeCode() === 4401);
    const { body } = await own.request<SessionPage>('GET', '/sessions');
    expect(body).toMatchObject({ sessions: [{ id: own.session }], next: null });
    await erik.caughtUp();
    expect(erik.heard('session-ended')).toEqual([]);
  });

  it('are listed for both sides, and revoking one closes all its sockets and no other', async () => {
    const house = await company();
    const office = await house.join('noor', 'office');
    const agent = await house.join('noor', 'console');
    const window = await agent.device.socket();
    const erik = await house.join('erik', 'office');
    const list = async () =>
      (await office.device.request<{ sessions: SessionView[] }>('GET', '/sessions')).body.sessions;
    expect(await list()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: office.device.session, surface: 'office', current: true, live: true }),
        expect.objectContaining({ id: agent.device.session, surface: 'console', current: false, live: true }),
      ]),
    );
    expect(await list()).toHaveLength(2);
    const revoke = (session: string) => office.device.request('DELETE', `/sessions/${session}`);
    expect(await revoke(erik.device.session)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await revoke(agent.device.session)).toEqual({ status: 200, body: { done: true } });
    for (const socket of [agent.socket, window]) {
      await waitFor('the socket to be closed', () => socket.closeCode() === 4401);
      expect(socket.events.at(-1)).toEqual({ on: 'session-ended', reason: 'revoked' });
    }
    expect((await agent.device.request('GET', '/me')).status).toBe(401);
    await expect(agent.device.socket()).rejects.toThrow(/401/);
    expect(await list()).toHaveLength(1);
    await Promise.all([office.caughtUp(), erik.caughtUp()]);
    expect((await revoke(agent.device.session)).status).toBe(404);
  });

  it('log out for good, one by one', async () => {
    const house = await company();
    const [one, two] = [await house.join('erik', 'office'), await house.join('erik', 'office')];
    expect(await one.device.request('POST', '/log-out')).toMatchObject({ status: 200 });
    await waitFor('the socket to be closed', () => one.socket.closeCode() === 4401);
    expect(one.heard('session-ended')).toMatchObject([{ reason: 'logged-out' }]);
    expect(await one.device.request('POST', '/log-out')).toMatchObject({ status: 401 });
    await two.caughtUp();
    expect(two.socket.isOpen()).toBe(true);
  });

  it('that expired are let in no more, and their sockets closed', async () => {
    const house = await company();
    const [erik, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    await writeSessionExpired(server.store, erik.device.session);
    expect((await erik.device.request('GET', '/me')).status).toBe(401);
    await expect(erik.device.socket()).rejects.toThrow(/401/);
    await waitFor('the socket to be closed', () => erik.socket.closeCode() === 4401);
    expect(erik.heard('session-ended')).toMatchObject([{ reason: 'expired' }]);
    await mei.caughtUp();
  });

  it('end with a new password, live sockets included', async () => {
    const house = await company();
    const erik = await house.join('erik', 'office');
    await house.apply({ password: 'another horse entirely' });
    expect((await erik.device.request('GET', '/me')).status).toBe(401);
    await waitFor('the socket to be closed', () => erik.socket.closeCode() === 4401);
    expect(erik.heard('session-ended')).toMatchObject([{ reason: 'revoked' }]);
    await expect(house.signIn('erik', 'office')).rejects.toThrow(/log-in-failed|not right/);
  });

  it('[DEL-1] that were revoked can say nothing more, even while they hold the line open', async () => {
    const house = await company();
    const [stolen, mei] = [await house.join('erik', 'office'), await house.join('mei', 'office')];
    const owner = await lineOf(await house.signIn('erik', 'office'));
    const { id } = await owner.open(mei.seat);
    const frame = (at: number) =>
      JSON.stringify({
        id: at,
        do: 'send-message',
        with: { conversation: id, clientId: `from-the-thief-${at}`, body: { kind: 'plain', text: 'Pay me' } },
      });
    stolen.socket.write(frame(1));
    expect(await stolen.socket.reply(1)).toHaveProperty('ok');
    // Deaf to the close of the server, it goes on talking.
    stolen.socket.stopReading();
    await owner.device.request('DELETE', `/sessions/${stolen.device.session}`);
    for (const at of [2, 3, 4]) stolen.socket.write(frame(at));
    stolen.socket.readOn();
    await waitFor('the socket to be closed', () => stolen.socket.closeCode() === 4401);
    await owner.say(id, 'It was not me');
    await mei.caughtUp();
    expect(await loadStoredSeqs(server.store, id)).toEqual([1, 2]);
    expect(mei.heard('message')).toHaveLength(2);
  });
});
