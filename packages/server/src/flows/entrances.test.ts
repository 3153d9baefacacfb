import { subprotocol } from '@tieline/protocol';
import { type Device, startTestServer, type TestServer, testPassword, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';

const publicUrl = 'https://chat.example.com';
let server: TestServer;
let device: Device;
let slug: string;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl'), publicUrl });
  const house = await server.company({ cast: wholeCast });
  slug = house.slug;
  device = await house.signIn('erik', 'office');
});
afterAll(() => server.close());

interface Knock {
  readonly headers?: Record<string, string>;
  readonly protocols?: string | string[];
  readonly path?: string;
}

/** `open`, or the status and the body of the answer. */
async function knock({ headers, protocols = subprotocol, path }: Knock): Promise<unknown> {
  const url = `${server.url.replace('http', 'ws')}${path ?? '/api/v1/socket?surface=office'}`;
  const socket = new WebSocket(url, protocols, {
    headers: headers ?? { authorization: `Bearer ${device.token}` },
  });
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('unexpected-response', (_, response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) as unknown }));
    });
    socket.on('error', reject);
  });
}

const bearer = () => ({ authorization: `Bearer ${device.token}` });
const strangers = [
  'https://evil.example',
  'null',
  'https://chat.example.com.evil.example',
  'http://chat.example.com',
];
const notAllowed = { status: 403, body: { code: 'origin-not-allowed', retry: false } };

describe('the socket', () => {
  it('opens for pages of the own origin, and for programs', async () => {
    expect(await knock({})).toBe('open');
    expect(await knock({ headers: { ...bearer(), origin: publicUrl } })).toBe('open');
  });

  it('does not open for a page of another origin, with token or cookie', async () => {
    const cookie = `tieline_office=${device.token}`;
    expect(await knock({ headers: { cookie, origin: publicUrl } })).toBe('open');
    for (const origin of strangers) {
      expect(await knock({ headers: { ...bearer(), origin } })).toMatchObject(notAllowed);
      expect(await knock({ headers: { cookie, origin } })).toMatchObject(notAllowed);
    }
  });

  it('speaks one version of the protocol, and says so', async () => {
    expect(await knock({ protocols: ['tieline.v9', subprotocol] })).toBe('open');
    const other = { status: 426, body: { code: 'protocol-version', retry: false } };
    expect(await knock({ protocols: 'tieline.v9' })).toMatchObject(other);
    expect(await knock({ protocols: [] })).toMatchObject(other);
  });

  it('needs a surface and a session of it', async () => {
    expect(await knock({ path: '/api/v1/socket' })).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect(await knock({ path: '/api/v1/socket?surface=both' })).toMatchObject({ status: 400 });
    const signedOut = { status: 401, body: { code: 'not-signed-in', retry: false } };
    expect(await knock({ headers: {} })).toMatchObject(signedOut);
    expect(await knock({ path: '/api/v1/socket?surface=console' })).toMatchObject(signedOut);
    expect(await knock({ headers: { cookie: `tieline_console=${device.token}` } })).toMatchObject(signedOut);
    const inUrl = `/api/v1/socket?surface=office&token=${device.token}`;
    expect(await knock({ headers: {}, path: inUrl })).toMatchObject(signedOut);
  });

  it('is the only one', async () => {
    for (const path of [
      '/',
      '/socket',
      '/api/v1/socket/?surface=office',
      '/api/v1/conversations',
      '//',
      '/%',
      '/api//v1/socket',
    ])
      expect({ path, answer: await knock({ path }) }).toMatchObject({
        path,
        answer: { status: 404, body: { code: 'not-found' } },
      });
  });
});

describe('a request that changes something', () => {
  const send = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it('is not taken from a page of another origin', async () => {
    const logIn = { company: slug, email: `erik@${slug}.example`, password: testPassword };
    expect(await send('POST', '/log-in', { origin: publicUrl }, logIn)).toMatchObject({ status: 200 });
    for (const origin of strangers) {
      expect(await send('POST', '/log-in', { origin }, logIn)).toMatchObject(notAllowed);
      expect(await send('POST', '/log-out', { ...bearer(), origin })).toMatchObject(notAllowed);
      expect(await send('DELETE', `/sessions/${device.session}`, { ...bearer(), origin })).toMatchObject(
        notAllowed,
      );
    }
    expect(await send('GET', '/me', bearer())).toMatchObject({ status: 200 });
  });

  it('needs, with a cookie, a header that no form of another page can send', async () => {
    const cookie = `tieline_office=${device.token}`;
    const body = { seat: device.seat };
    expect(
      await send('POST', '/conversations', { cookie, 'x-tieline-surface': 'office' }, body),
    ).toMatchObject({
      status: 403,
      body: { code: 'refused' },
    });
    expect(await send('POST', '/conversations', { cookie }, body)).toMatchObject({ status: 401 });
  });
});
