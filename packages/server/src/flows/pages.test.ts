import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestServer, testPassword, type TestServer } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieline-pages-'));
  for (const side of ['office', 'console']) {
    await mkdir(join(folder, side));
    await writeFile(join(folder, side, 'index.html'), `<title>The ${side}</title>`);
  }
  await writeFile(join(folder, 'index.html'), '<title>Log in</title>');
  server = await startTestServer({ databaseUrl: inject('databaseUrl'), webFolder: folder });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

async function get(path: string, headers: Record<string, string> = {}): Promise<Response & { said: string }> {
  const response = await fetch(`${server.url}${path}`, { headers, redirect: 'manual' });
  return Object.assign(response, { said: await response.text() });
}

describe('an address that leads nowhere', () => {
  const nobody = '00000000-0000-4000-8000-000000000000';
  const nowhere = [
    '/nowhere',
    '/login',
    '/offices/',
    '/api/v1/nothing',
    '/apple.png',
    `/files/office/${nobody}/${nobody}`,
  ];

  it.each(nowhere)(
    'like %s is a page for a person, in their language, and JSON for a program',
    async (path) => {
      const page = await get(path, browser);
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(page.said).toContain('<h1>There is nothing here</h1>');
      expect(page.said).toContain('<a href="/">');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      const german = await get(path, { ...browser, 'accept-language': 'de-AT,de;q=0.9,en;q=0.8' });
      expect(german.said).toContain('<html lang="de">');
      const english = await get(path, { ...browser, 'accept-language': 'fr,en;q=0.9,de;q=0.1' });
      expect(english.said).toContain('<html lang="en">');
      for (const accept of ['*/*', 'application/json', 'image/avif,*/*']) {
        const answer = await get(path, { accept });
        expect(answer.status).toBe(404);
        expect(JSON.parse(answer.said)).toMatchObject({ code: 'not-found' });
      }
    },
  );

  it('says so as well where it cannot even be read, and repeats nothing of it', async () => {
    const page = await get('/%E0%A4%A<script>', browser);
    expect(page.status).toBe(400);
    expect(page.said).toContain('<h1>This address is not right</h1>');
    expect(page.said).not.toContain('script');
  });

  it('answers what is sent there as before', async () => {
    const answer = await fetch(`${server.url}/nowhere`, { method: 'POST', headers: browser });
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not-found' }]);
  });
});

describe('an app without a session', () => {
  it('leads to logging in, with the reason and the way back', async () => {
    for (const cookie of ['', 'tieline_console=nonsense', 'tieline_office=of-the-other-side']) {
      const answer = await get('/console/chats/x', { ...browser, cookie });
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe(
        '/?reason=not-signed-in&side=console&to=%2Fconsole%2Fchats%2Fx',
      );
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('opens with one, and nobody is told of a session but its own browser', async () => {
    const company = await server.company({ cast: { erik: { office: {} } } });
    const answer = await fetch(`${server.url}/api/v1/log-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        company: company.slug,
        email: `erik@${company.slug}.example`,
        password: testPassword,
      }),
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    expect((await get('/office/', { ...browser, cookie })).said).toContain('The office');
    expect((await get('/console/', { ...browser, cookie })).status).toBe(303);
    expect(JSON.parse((await get('/api/v1/signed-in', { cookie })).said)).toMatchObject({
      selves: [{ name: 'Erik' }],
    });
    const { token } = await company.signIn('erik', 'office');
    for (const headers of [{}, { cookie: 'tieline_office=nonsense' }, { authorization: `Bearer ${token}` }]) {
      const nobody = await get('/api/v1/signed-in', headers);
      expect([nobody.status, JSON.parse(nobody.said)]).toEqual([200, { selves: [] }]);
    }
  });
});
