import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectSeen } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { officeOf } from './pages/office.ts';
import { harbor, type Scene, useStage } from './stage.ts';

const stage = useStage(conditions['first-load'], { whole: true });

/** Notes when the first chat of a list is there, and how far what is on the screen has been moved by what came. */
const watching = `{
  globalThis.shifts = [];
  new PerformanceObserver((list) => globalThis.shifts.push(...list.getEntries().map(({ value }) => value)))
    .observe({ type: 'layout-shift', buffered: true });
  new MutationObserver((_, observer) => {
    if (!document.querySelector('[data-conversation]')) return;
    globalThis.listedAt = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
}`;

/** What was fetched before the list was there: its address, and its bytes as they were sent. */
const fetched = `performance.getEntriesByType('resource')
  .filter(({ startTime }) => startTime < globalThis.listedAt)
  .map(({ name, encodedBodySize }) => [new URL(name).pathname, encodedBodySize])`;

const sizes = [
  ['on a desk', { viewport: { width: 1280, height: 800 } }],
  ['in a window of a tablet', { viewport: { width: 820, height: 1180 } }],
  ['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
] as const;
const sides = ['office', 'console'] as const;
type Side = (typeof sides)[number];
type Name = keyof typeof harbor;

describe('the first load', () => {
  let scene: Scene<Name>;
  /** Where each side's chat is. */
  const chats = { office: '', console: '' };

  beforeEach(async () => {
    scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office'));
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const chat = await ada.start('Directory', 'Erik', 'office');
    await chat.write('Which code is it?');
    await (await erik.open('Ada')).write('0304, I think');
    await expectSeen(chat.message('0304, I think'));
    chats.office = erik.page.url();
    chats.console = ada.page.url();
  });

  /** A window that has nothing of the app yet. */
  async function openCold(side: Side, options: BrowserContextOptions = {}): Promise<Page> {
    const { page } = await scene.enter(side === 'office' ? 'erik' : 'ada', side);
    const storageState = await page.context().storageState();
    const cold = await stage.windows().open({ storageState, ...options });
    await cold.page.addInitScript(watching);
    return cold.page;
  }

  it.each([
    ['office', 12],
    // Its contacts come beside the list.
    ['console', 16],
  ] as const)('brings the list of the %s with at most %i requests, and few bytes', async (side, most) => {
    const page = await openCold(side);
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.goto(`${stage.url()}/${side}/`);
    await expectSeen(page.locator('[data-conversation]'));
    // The one that was opened before the scripts were there is the one that the app uses.
    expect(sockets).toHaveLength(1);
    const files = await page.evaluate<[string, number][]>(fetched);
    const scripts = files.filter(([path]) => path.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(1);
    expect(scripts.every(([, bytes]) => bytes > 0)).toBe(true);
    // The page itself is one more.
    expect([...files, page.url()].length).toBeLessThanOrEqual(most);
    expect(scripts.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThan(180_000);
  });

  describe.each(sizes)('%s, on a slow line', (_, view) => {
    /** As over a poor mobile line: 400 ms there and back, 100 KB a second. */
    async function openSlowly(side: Side, address: string): Promise<Page> {
      const page = await openCold(side, view);
      const session = await page.context().newCDPSession(page);
      await session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 400,
        downloadThroughput: 100_000,
        uploadThroughput: 50_000,
      });
      await page.goto(address, { waitUntil: 'commit' });
      return page;
    }

    async function expectShape(page: Page, parts: () => readonly (readonly [string, Locator])[]) {
      const before = await Promise.all(
        parts().map(([shape]) => page.locator(`[data-shape=${shape}]`).boundingBox()),
      );
      await expectSeen(page.getByText('0304, I think').last());
      await expectSeen(page.getByRole('textbox', { name: /^Message to/ }));
      const after = await Promise.all(parts().map(([, part]) => part.boundingBox()));
      expect(before).toEqual(after);
      expect(before.filter((box) => box !== null && box.width > 0).length).toBeGreaterThan(0);
      const shifts = await page.evaluate<number[]>('globalThis.shifts');
      expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.02);
    }

    it('of an open chat of the office has the shape of the page from the start, and nothing jumps', async () => {
      const page = await openSlowly('office', chats.office);
      await expectSeen(page.locator('#skeleton [data-shape=chat]'));
      const office = officeOf({ page });
      await expectShape(page, () => [
        ['rail', page.getByRole('navigation', { name: 'Main', includeHidden: true })],
        ['chat', office.chat('Ada').section],
      ]);
    });

    it('of an open chat of the console has the shape of the page from the start, and nothing jumps', async () => {
      const page = await openSlowly('console', chats.console);
      await expectSeen(page.locator('#skeleton [data-shape=chat]'));
      await expectShape(page, () => [
        ['bar', page.getByRole('banner', { includeHidden: true })],
        ['list', page.locator('[data-list]')],
        ['chat', consoleOf({ page }).chat('Erik').section],
        ['contacts', page.getByRole('complementary', { name: 'Contacts', includeHidden: true })],
      ]);
    });
  });
});
