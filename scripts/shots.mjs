// Takes the pictures of docs/shots: node scripts/shots.mjs. A server of its own on a folder of its own, with the demo
// companies; people log in, a working morning is played, and every screen is photographed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { provideChromium } from './chromium.mjs';
import {
  composerOf,
  messageOf,
  openChat,
  play,
  setStatus,
  startFromConsole,
  write,
} from './shots-morning.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shots = join(root, 'docs', 'shots');
const desk = { viewport: { width: 1280, height: 800 } };
const half = { viewport: { width: 780, height: 720 }, deviceScaleFactor: 2 };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const dark = { colorScheme: 'dark' };

const folder = mkdtempSync(join(tmpdir(), 'tieline-shots-'));
// PostgreSQL does not run as root: the user that does run it has to get in.
chmodSync(folder, 0o711);
const server = spawn(process.execPath, ['scripts/tieline.mjs', 'start'], {
  cwd: root,
  env: {
    ...process.env,
    PORT: '0',
    DATABASE_URL: '',
    TIELINE_DATA: folder,
    TIELINE_DEMO: 'on',
    TIELINE_LOG: 'warn',
  },
});
const browser = await chromium.launch({
  executablePath: provideChromium(),
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  mkdirSync(shots, { recursive: true });
  const url = await addressOf(server);
  await photographLogIn(url);
  await photographTheMorning(url);
} finally {
  await browser.close();
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  await gone;
  rmSync(folder, { recursive: true });
}

function addressOf(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk) => {
      said += chunk;
      const url = /running at (http:\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(said)));
  });
}

async function openWindow(options) {
  const place = { locale: 'en-GB', timezoneId: 'Europe/Oslo', reducedMotion: 'reduce' };
  const context = await browser.newContext({ ...place, ...options });
  return context.newPage();
}

/** A window of somebody of Harbor Logistics who is logged in; without a size, one that only has to be there. */
async function enter(url, name, side, options = {}) {
  const page = await openWindow(options);
  const email = `${name}@harbor.example`;
  await page.context().request.post(`${url}/api/v1/log-in`, {
    headers: { origin: url, 'x-tieline-surface': side },
    data: { company: 'harbor', email, password: 'tieline-demo', side },
  });
  await page.goto(`${url}/${side}/`);
  await page.getByRole('main').waitFor();
  return page;
}

/** Takes a picture once nothing moves and nothing has the pointer or a blinking cursor on it. */
async function photograph(page, name) {
  await page.mouse.move(0, 0);
  // A function, as the pages evaluate no text.
  await page.waitForFunction(() => globalThis.document.getAnimations().length === 0);
  return page.screenshot({ path: name && join(shots, `${name}.png`), caret: 'hide' });
}

async function photographLogIn(url) {
  const page = await openWindow(desk);
  await page.goto(`${url}/?company=harbor`);
  await page.getByRole('form').waitFor();
  await photograph(page, 'log-in');
}

async function photographTheMorning(url) {
  const cast = await openCast(url);
  await play(cast);
  const { ada, erik, noorOffice } = cast;

  await ada.getByRole('tab', { name: 'My group' }).click();
  await ada.getByRole('button', { name: 'Message Grace Lindqvist (agent)' }).waitFor();
  await photograph(ada, 'console');
  await photograph(erik, 'office');
  await photographFormatted(erik);
  await erik.emulateMedia(dark);
  await photograph(erik, 'office-dark');
  await erik.emulateMedia({ colorScheme: 'light' });
  await erik.getByRole('navigation').getByRole('link', { name: 'People' }).click();
  await erik.getByRole('list', { name: 'People' }).waitFor();
  await photograph(erik, 'people');

  await ada.getByRole('tab', { name: 'Directory' }).click();
  await ada.getByRole('button', { name: 'Message Sam Whitfield (agent)' }).waitFor();
  await photograph(ada, 'console-contacts');
  await photographAgentChat(cast);

  await noorOffice
    .getByRole('navigation')
    .getByRole('link', { name: /Archive/ })
    .click();
  await noorOffice.locator('[data-conversation]').first().waitFor();
  await openChat(noorOffice, 'Luc Moreau');
  await messageOf(noorOffice, 'Gate 4').waitFor();
  await photograph(noorOffice, 'archive');

  await photographPhones(url);
  await photographBoth(url);
}

/** Everybody who is in this morning. */
async function openCast(url) {
  const agents = { ada: desk, noor: {}, yuki: {}, grace: {} };
  const office = { erik: desk, mei: {}, luc: {}, priya: {} };
  const cast = { noorOffice: await enter(url, 'noor', 'office', desk) };
  for (const [name, options] of Object.entries(agents))
    cast[name] = await enter(url, name, 'console', options);
  for (const [name, options] of Object.entries(office))
    cast[name] = await enter(url, name, 'office', options);
  await setStatus(cast.mei, 'Busy');
  await setStatus(cast.priya, 'Do not disturb');
  await setStatus(cast.yuki, 'On break');
  return cast;
}

async function photographFormatted(erik) {
  const opened = erik.context().waitForEvent('page');
  await erik
    .getByRole('link', { name: /^Show formatted/ })
    .first()
    .click();
  const page = await opened;
  await page.setViewportSize({ width: 760, height: 400 });
  await page.getByText('Morning Erik!').waitFor();
  await page.screenshot({ path: join(shots, 'formatted.png') });
  await page.close();
}

/** In the dark. */
async function photographAgentChat({ ada, grace }) {
  await startFromConsole(ada, 'My group', 'Grace Lindqvist', 'agent');
  await write(ada, 'Grace, may I promise the customer a call today?');
  await openChat(grace, 'Ada Okafor');
  await write(grace, 'Yes, if Erik agrees on the code.');
  await write(ada, 'He does: 0304.87.');
  await write(grace, 'Then do.');
  await messageOf(ada, 'Then do.').waitFor();
  await ada.emulateMedia(dark);
  await photograph(ada, 'console-dark');
}

async function photographPhones(url) {
  const office = await enter(url, 'erik', 'office', phone);
  await openChat(office, 'Ada Okafor');
  await messageOf(office, 'Thank you!').waitFor();
  await photograph(office, 'office-phone');
  const console = await enter(url, 'ada', 'console', phone);
  await console.locator('[data-conversation]').first().waitFor();
  await photograph(console, 'console-phone');
}

/** Both sides of one conversation in one picture. */
async function photographBoth(url) {
  const sides = [];
  for (const [name, side, peer] of [
    ['ada', 'console', 'Erik Solberg'],
    ['erik', 'office', 'Ada Okafor'],
  ]) {
    const page = await enter(url, name, side, half);
    await openChat(page, peer);
    await messageOf(page, 'Thank you!').waitFor();
    await composerOf(page).waitFor();
    sides.push((await photograph(page)).toString('base64'));
  }
  const page = await openWindow({ viewport: { width: 1600, height: 790 } });
  await page.setContent(`<style>
      body { margin: 0; height: 790px; display: flex; gap: 32px; padding: 0 32px; align-items: center; box-sizing: border-box;
        background: linear-gradient(100deg, oklch(0.9 0.045 70), oklch(0.955 0.008 95) 45% 55%, oklch(0.88 0.035 205));
        font: 600 17px Arial, sans-serif; color: oklch(0.3 0.02 230) }
      figure { margin: 0; flex: 1 }
      figcaption { padding: 0 2px 12px }
      img { display: block; width: 100%; border-radius: 12px; box-shadow: 0 2px 6px rgb(0 0 0 / 0.12), 0 16px 40px rgb(0 0 0 / 0.18) }
    </style>
    <figure><figcaption>Ada, an agent, in the console</figcaption><img src="data:image/png;base64,${sides[0]}"></figure>
    <figure><figcaption>Erik, an expert, in the office</figcaption><img src="data:image/png;base64,${sides[1]}"></figure>`);
  await page.screenshot({ path: join(shots, 'expert-chat.png') });
}
