import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { openGround } from './ground.ts';
import { own } from './own.fixture.ts';
import { noFindings, openWatch, type Watch } from './watch.ts';

/** A page that makes HTML of whatever it is given, as careless ones do. */
const carelessPage = `<!doctype html><title>Careless</title><main></main>
  <script>
    globalThis.show = (html) => {
      const place = document.querySelector('main').appendChild(document.createElement('div'));
      place.innerHTML = html;
    };
  </script>`;

let browser: Browser;
let careless: Server;
let url: string;
beforeAll(async () => {
  browser = await launchBrowser();
  careless = createServer((request, response) => {
    const policy = request.url === '/strict' ? { 'content-security-policy': "img-src 'none'" } : {};
    response.writeHead(200, { 'content-type': 'text/html', ...policy }).end(carelessPage);
  });
  await new Promise<void>((resolve) => careless.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(careless.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => careless.close(resolve));
});

/** What is found where the careless page shows this. */
async function findingsOf(html: string, path = '/'): Promise<Watch['findings']> {
  const watch = openWatch(browser, url);
  try {
    const page = await watch.open();
    await watch.visit(page, url + path);
    await page.evaluate(`show(${JSON.stringify(html)})`);
    await expect
      .poll(() => Object.values(watch.findings).flat().length, { timeout: 10_000 })
      .toBeGreaterThan(0);
    return watch.findings;
  } finally {
    await watch.close();
  }
}

describe('whoever shows texts carelessly', () => {
  it.each([
    ['scripts', '<img src=x onerror=alert(1)>', '/'],
    ['scripts', '<details open ontoggle=tellTest(1)>', '/'],
    ['navigations', '<iframe srcdoc="a frame"></iframe>', '/'],
    ['navigations', `<img src=x onerror="location='/elsewhere'">`, '/'],
    ['requests', '<img src="https://elsewhere.example/seen.png">', '/'],
    ['reports', '<img src="/picture.png">', '/strict'],
    ['faults', '<img src=x onerror="throw new Error(1)">', '/'],
  ] as const)('is found out: %s, by %s', async (kind, html, path) => {
    expect((await findingsOf(html, path))[kind].length).toBeGreaterThan(0);
  });

  it('is found out by a dialog that no spy has in hand', async () => {
    const watch = openWatch(browser, url);
    const page = await watch.open();
    await watch.visit(page, url);
    await page.evaluate(`show('<p>Stay</p>'); onbeforeunload = (event) => event.preventDefault();`);
    await page.getByText('Stay').click();
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => watch.findings.dialogs).toEqual(['beforeunload ']);
    await watch.close();
  });

  it('is found out by two dozen of our own strings', async () => {
    const watch = openWatch(browser, url);
    const page = await watch.open();
    await watch.visit(page, url);
    // What leads the page away would hide the rest.
    const staying = own.filter((text) => !/http-equiv|<base/.test(text));
    for (const text of staying) await page.evaluate(`show(${JSON.stringify(text)})`);
    await expect.poll(() => watch.findings.scripts.length, { timeout: 10_000 }).toBeGreaterThan(20);
    expect(watch.findings.requests.length).toBeGreaterThan(3);
    await watch.close();
  });
});

describe('a page of the product', () => {
  it.each(['office', 'console'] as const)(
    '[CONT-1, CONT-2] the %s makes no HTML of a text and runs no script in its lines, even if it were told to',
    async (side) => {
      const keeper = await openGround(inject('databaseUrl'));
      const { company, enter, watch } = keeper.ground();
      const { slug } = await company({ cast: { noor: { agent: {}, office: {} } } });
      const page = await enter(slug, 'noor', side);
      expect(watch.findings).toEqual(noFindings());
      const tried = await page.evaluate<string[]>(`[
        () => (document.body.innerHTML = '<img src=x onerror=alert(1)>'),
        () => document.body.insertAdjacentHTML('beforeend', '<svg onload=alert(1)>'),
        () => new DOMParser().parseFromString('<p>', 'text/html'),
        () => (document.createElement('iframe').srcdoc = '<script>parent.alert(1)</script>'),
        () => document.body.setAttribute('onclick', 'alert(1)'),
        () => (document.createElement('script').src = 'data:text/javascript,alert(1)'),
        () => trustedTypes.createPolicy('anything', { createHTML: (html) => html }),
      ].map((deed) => { try { deed(); return 'done'; } catch (fault) { return fault.name; } })`);
      expect(tried).toEqual(tried.map(() => 'TypeError'));
      await page.evaluate(`{
        const inline = document.createElement('script');
        inline.append('alert(1)');
        document.body.append(inline);
      }`);
      await expect.poll(() => watch.findings.reports.length).toBeGreaterThan(tried.length);
      expect(watch.findings.scripts).toEqual([]);
      await watch.close();
      await keeper.close();
    },
  );
});
