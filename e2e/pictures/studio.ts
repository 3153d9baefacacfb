import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { applyCompany, parseCompanyFile } from '@tieline/server';
import { replaceClock, startTestServer, type TestServer, waitFor } from '@tieline/testkit';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { webFolder } from '../stage.ts';

/** When the morning begins, by the clock of the database; a second of it lasts some hundred seconds. */
const begins = Date.parse('2026-03-10T08:41:00.200Z');
/** What every browser takes for now. */
const seenAt = begins + 12 * 60_000;
const pace = 10;

const demo = fileURLToPath(new URL('../../packages/server/demo/harbor.yaml', import.meta.url));
const require = createRequire(import.meta.url);
const font = require.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2');

/** Nobody is asked anything. */
const choiceScript = `localStorage.setItem('tieline.choices', '{"asked":true}')`;

/** Every machine has fonts of its own: pictures have one that all of them have. */
const fontScript = `{
  const style = document.createElement('style');
  style.textContent = '@font-face { font-family: Pictures; src: url(/pictures.woff2); font-weight: 100 900 }'
    + '* { font-family: Pictures !important }';
  const put = () => document.documentElement && (document.head ?? document.documentElement).append(style);
  document.addEventListener('DOMContentLoaded', put);
}`;

/**
 * A server and a browser in which the same is done to get the same pictures: with the demo company, clocks that stand still,
 * identities that are counted, and a font of their own.
 */
export interface Studio {
  readonly url: string;
  open(options?: BrowserContextOptions): Promise<Page>;
  /** A window of somebody of the demo company who is logged in. */
  enter(name: string, side: 'office' | 'console', options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export async function openStudio(databaseUrl: string): Promise<Studio> {
  const server = await startTestServer({ databaseUrl, webFolder, heartbeatSeconds: 1, graceSeconds: 30 });
  const clock = await replaceClock(server.databaseUrl, { pace, ids: true });
  await clock.setAhead(`${(begins - Date.now()) / 1000} seconds`);
  await waitFor('the server to be connected again', () => applyDemo(server).catch(() => null));
  const browser = await launchBrowser({
    whole: true,
    more: ['--font-render-hinting=none', '--disable-lcd-text'],
  });
  const open = (options?: BrowserContextOptions) => openPage(browser, options);
  return {
    url: server.url,
    open,
    enter: async (name, side, options) => {
      const page = await open(options);
      const answer = await page.context().request.post(`${server.url}/api/v1/log-in`, {
        headers: { origin: server.url, 'x-tieline-surface': side },
        data: { company: 'harbor', email: `${name}@harbor.example`, password: 'tieline-demo', side },
      });
      if (!answer.ok()) throw new Error(`${name} was not logged in: ${await answer.text()}`);
      await page.goto(`${server.url}/${side}/`);
      await page.getByRole('main').waitFor();
      return page;
    },
    close: async () => {
      await browser.close();
      await clock.close();
      await server.close();
    },
  };
}

async function applyDemo(server: TestServer): Promise<true> {
  const read = parseCompanyFile(await readFile(demo, 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const answer = await applyCompany(read.file, { store: server.store, dryRun: false });
  if (answer.is !== 'applied') throw new Error(JSON.stringify(answer));
  return true;
}

async function openPage(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
  const place = { locale: 'en-GB', timezoneId: 'Europe/Oslo', reducedMotion: 'reduce' } as const;
  const context = await browser.newContext({ ...place, ...options });
  await context.clock.setFixedTime(seenAt);
  await context.addInitScript(`${choiceScript}; ${fontScript}`);
  await context.route('**/pictures.woff2', (route) => route.fulfill({ path: font }));
  return context.newPage();
}
