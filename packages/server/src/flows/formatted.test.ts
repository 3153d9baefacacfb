import type { ConversationId } from '@tieline/protocol';
import {
  type Company,
  type Line,
  startTestServer,
  type TestServer,
  upload,
  wholeCast,
} from '@tieline/testkit';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';

let server: TestServer;
let ada: Line;
let erik: Line;
let mei: Line;
let chat: ConversationId;
/** The path of the page, as the view has it. */
let page: string;
let house: Company<keyof typeof wholeCast>;

beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  house = await server.company({ cast: wholeCast });
  [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
  mei = await house.join('mei', 'office');
  chat = (await ada.open(erik.seat)).id;
  const picture = { create: { width: 2400, height: 100, channels: 3, background: '#a47' } } as const;
  const bytes = new Uint8Array(
    await sharp(picture)
      .withExif({ IFD0: { Copyright: 'Secret-7f3a' } })
      .jpeg()
      .toBuffer(),
  );
  const file = await upload(ada.device, { conversation: chat, name: 'plan.jpg', bytes, use: 'image' });
  const html = `<p><b>See</b> <img src="/files/console/${chat}/${file}" alt="the plan" width="2400" height="100"></p>`;
  await ada.say(chat, { kind: 'rich', html });
  const message = (await erik.history(chat)).messages[0];
  page = (message?.surface === 'office' && message.formatted) || '';
});
afterAll(() => server.close());

function get(path: string, line: Line | null): Promise<Response> {
  const headers = line === null ? {} : { authorization: `Bearer ${line.device.token}` };
  return fetch(`${server.url}${path}`, { headers, redirect: 'manual' });
}

async function shownTo(line: Line): Promise<string> {
  const answer = await get(page, line);
  expect(answer.status).toBe(303);
  return answer.headers.get('location') ?? '';
}

const imageOf = (html: string) => /<img src="([^"]+)"/.exec(html)?.[1] ?? '';

describe('the page of a formatted message', () => {
  it('[CONT-3] is at an address of its own, in a sandbox without script, with its images', async () => {
    const answer = await get(await shownTo(erik), erik);
    expect(answer.status).toBe(200);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^sandbox (?!.*allow-(scripts|same-origin|forms))/);
    expect(policy).toContain("default-src 'none'");
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    const html = await answer.text();
    expect(html).toContain('<strong>See</strong> <img src="/shown/');
    expect(html).toContain('alt="the plan"');
    const image = await get(imageOf(html), null);
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(image.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const bytes = Buffer.from(await image.arrayBuffer());
    expect(bytes.subarray(8, 12).toString()).toBe('WEBP');
    expect(bytes.includes('Secret-7f3a')).toBe(false);
  });

  it('[CONT-3] shows the time of its reader, where the app has said which, and says so where it has not', async () => {
    const timeOf = async (query: string, language = 'en'): Promise<string> => {
      const { headers } = await get(`${page}${query}`, erik);
      const answer = await fetch(`${server.url}${headers.get('location')}`, {
        headers: { authorization: `Bearer ${erik.device.token}`, 'accept-language': language },
      });
      return /<time datetime="[^"]+">([^<]+)</.exec(await answer.text())?.[1] ?? '';
    };
    const message = (await erik.history(chat)).messages[0];
    const at = new Date(message?.at ?? 0);
    const inZone = (locale: string, timeZone: string) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
    expect(await timeOf('?zone=Asia%2FKolkata')).toBe(inZone('en-GB', 'Asia/Kolkata'));
    expect(await timeOf('?zone=Asia%2FKolkata', 'de-DE')).toBe(inZone('de', 'Asia/Kolkata'));
    expect(inZone('en-GB', 'Asia/Kolkata')).not.toBe(inZone('en-GB', 'UTC'));
    for (const query of ['', '?zone=Nowhere%2FX', '?zone=%3Cb%3E', '?zone=a&zone=b'])
      expect(await timeOf(query)).toBe(`${inZone('en-GB', 'UTC')} UTC`);
  });

  it('[CONT-3] asks again whether it may be read, where it is loaded again later', async () => {
    const shown = await shownTo(erik);
    const image = imageOf(await (await get(shown, erik)).text());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 });
    try {
      const later = await get(shown, erik);
      expect([later.status, later.headers.get('location')]).toEqual([303, page]);
      expect((await get(image, erik)).status).toBe(404);
      expect((await get(await shownTo(erik), erik)).status).toBe(200);
      expect((await get(page, mei)).status).toBe(404);
    } finally {
      vi.useRealTimers();
    }
  });

  it('[CONT-3] is nothing to anybody else, by whatever address', async () => {
    const shown = await shownTo(erik);
    const noes = [
      get(page, null),
      get(page, mei),
      get(page, ada),
      get(shown, null),
      get(shown, mei),
      get(shown, ada),
      get(shown.slice(0, -1), erik),
      get(shown.replace('/shown/', '/shown/x'), erik),
      get('/shown/x.y', erik),
    ];
    for (const asked of noes) {
      const answer = await asked;
      expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('Not found')]);
    }
  });

  it('[CONT-3] ends with the session that it was opened in, and so do its images', async () => {
    const device = await house.signIn('erik', 'office');
    const line = { device } as Line;
    const shown = await shownTo(line);
    const image = imageOf(await (await get(shown, line)).text());
    expect((await get(image, null)).status).toBe(200);
    await device.logOut();
    expect((await get(shown, line)).status).toBe(404);
    expect((await get(image, null)).status).toBe(404);
    expect((await get(shown, erik)).status).toBe(404);
  });
});
