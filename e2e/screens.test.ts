import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { pngFile, textFile } from './files.ts';
import { consoleOf } from './pages/console.ts';
import { logInOf } from './pages/log-in.ts';
import { officeOf } from './pages/office.ts';
import { attach, trayOf } from './pages/tray.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions.screens);

/** What axe finds on a page, in both themes, as `rule: element`. */
async function barriersOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours glide from one theme to the other; axe would measure one on its way.
    await expectSoon(() => page.evaluate('document.getAnimations().length'), 0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations)
      found.push(...nodes.map((node) => `${colorScheme} ${id}: ${node.html}`));
  }
  return found;
}

/** Elements that are wider than the room they have, as far as one could scroll them sideways. */
const overflowing = `[...document.querySelectorAll('*')]
  .filter((element) => element.scrollWidth > element.clientWidth + 1)
  .filter((element) => element.matches('html, body, #app') || /auto|scroll/.test(getComputedStyle(element).overflowX))
  .map((element) => element.outerHTML.slice(0, 200))`;

/** How many bytes each script of the page took on the wire. */
const scriptSizes = `performance.getEntriesByType('resource')
  .filter((entry) => new URL(entry.name).pathname.endsWith('.js'))
  .map((entry) => entry.encodedBodySize)`;

/** A chat of two sides, open on both, with formatted text and an answer. */
async function talk(size?: { readonly width: number; readonly height: number }) {
  const options = size ? { viewport: size } : {};
  const scene = await stage.scene({ cast: harbor });
  const office = officeOf(await scene.enter('erik', 'office', options));
  const ada = consoleOf(await scene.enter('ada', 'console', options));
  return { office, ada };
}

describe('the screens', () => {
  it('have no barriers that axe can find, in light and dark', async () => {
    const { office, ada } = await talk();
    const chat = await ada.start('Directory', 'Erik', 'office');
    await chat.composer.press('Control+b');
    await chat.composer.pressSequentially('Urgent');
    await chat.composer.press('Enter');
    const answering = await office.open('Ada');
    await answering.write('See https://example.com/tariff');
    await expectSeen(answering.message('Urgent'), chat.message('See https://example.com/tariff'));
    expect(await barriersOf(office.page)).toEqual([]);
    expect(await barriersOf(ada.page)).toEqual([]);
    await office.go('People');
    await expectSeen(office.entry('Ada', 'agent'));
    expect(await barriersOf(office.page)).toEqual([]);

    const { page } = await stage.windows().open();
    await logInOf(page).open(stage.url(), 'harbor');
    await expectSeen(logInOf(page).form);
    expect(await barriersOf(page)).toEqual([]);
  });

  it('fit a width of 320 without scrolling sideways', async () => {
    const { office, ada } = await talk({ width: 320, height: 640 });
    const fits = async (page: Page) => expect(await page.evaluate<string[]>(overflowing)).toEqual([]);
    await fits(office.page);
    await office.go('People');
    await expectSeen(office.entry('Ada', 'agent'));
    await fits(office.page);
    await office.entry('Ada', 'agent').click();
    const chat = office.chat('Ada');
    await chat.write(`https://example.com/${'a-very-long-address'.repeat(8)}`);
    await expectSeen(chat.message('https://example.com/'));
    await fits(office.page);

    await expectSeen(ada.expertLink('Erik'));
    await fits(ada.page);
    await ada.expertLink('Erik').click();
    await expectSeen(ada.chat('Erik').message('https://example.com/'), ada.chat('Erik').composer);
    await fits(ada.page);
    await ada.chat('Erik').section.getByRole('link', { name: 'Back to the list' }).click();
    await ada.page.getByRole('link', { name: 'Contacts' }).click();
    await expectSeen(ada.entry('Bea', 'agent'));
    await fits(ada.page);

    const { page } = await stage.windows().open({ viewport: { width: 320, height: 640 } });
    await logInOf(page).open(stage.url(), 'harbor');
    await expectSeen(logInOf(page).form);
    await fits(page);
  });

  it('keep to both with files, pictures and images', async () => {
    const { office, ada } = await talk();
    const narrow = { width: 320, height: 640 };
    const holds = async (page: Page) => {
      expect(await barriersOf(page)).toEqual([]);
      const wide = page.viewportSize() ?? narrow;
      await page.setViewportSize(narrow);
      expect(await page.evaluate<string[]>(overflowing)).toEqual([]);
      await page.setViewportSize(wide);
    };
    const asking = await ada.start('Directory', 'Erik', 'office');
    await asking.section.locator('input[type="file"]').setInputFiles(pngFile('Gate plan.png', 640, 480));
    await expectGone(asking.composer.getByRole('progressbar'));
    await holds(ada.page);
    await asking.section.getByRole('button', { name: 'Send', exact: true }).click();
    await expectSeen(asking.section.getByRole('button', { name: 'Show Gate plan in full' }));

    const answering = await office.open('Ada');
    await attach(
      answering,
      pngFile('harbor.png', 800, 400),
      textFile(`${'a very long name of a file '.repeat(6)}.txt`, 'x'),
      textFile('\u062a\u0642\u0631\u064a\u0631.csv', 'a,b'),
      { ...textFile('clip.mp4', ''), buffer: Buffer.from('....ftypisom....isommp41') },
    );
    await expectSoon(() => trayOf(answering).getByText('Ready to send').count(), 4);
    await holds(office.page);
    await answering.composer.press('Enter');
    await expectGone(trayOf(answering));
    await holds(office.page);
    await expectSeen(asking.section.getByRole('link', { name: /^Download harbor\.png/ }));
    await holds(ada.page);

    await answering.section.getByRole('button', { name: 'Show harbor.png in full' }).click();
    await expectSeen(office.page.getByRole('dialog').getByText('800 × 400'));
    await holds(office.page);
    await asking.section.getByRole('button', { name: 'Show Gate plan in full' }).click();
    await expectSeen(ada.page.getByRole('dialog', { name: 'Gate plan' }));
    await holds(ada.page);
  });

  it('lead through a chat on a phone, and back', async () => {
    const scene = await stage.scene({ cast: harbor });
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
    const office = officeOf(await scene.enter('erik', 'office', phone));
    const ada = consoleOf(await scene.enter('ada', 'console', phone));

    await ada.page.getByRole('link', { name: 'Contacts' }).tap();
    await ada.tab('Directory').tap();
    await ada.entry('Erik', 'office').tap();
    const asking = ada.chat('Erik');
    await asking.composer.fill('Hello from the road');
    await asking.section.getByRole('button', { name: 'Send' }).tap();
    await expectSeen(asking.message('Hello from the road'));

    await expectSeen(office.rail.getByText('1 unread message'));
    await office.link('Ada').tap();
    const answering = office.chat('Ada');
    await answering.composer.fill('Drive safely');
    await answering.section.getByRole('button', { name: 'Send' }).tap();
    await expectSeen(answering.message('Drive safely'), asking.message('Drive safely'));
    const noor = consoleOf(await scene.enter('noor', 'console'));
    await (await noor.start('Directory', 'Erik', 'office')).write('Two containers are waiting');
    const back = 'Back to the list, 1 unread in other chats';
    await expectSeen(answering.section.getByRole('link', { name: back }));
    for (const { section } of [answering, asking]) {
      await section.getByRole('link', { name: 'Back to the list' }).tap();
    }
    await expectSeen(office.link('Ada'), office.rail, ada.expertLink('Erik'));
  });

  it.each([
    ['office', 'erik'],
    ['console', 'ada'],
  ] as const)('%s: the first load takes at most 180 KB of compressed script', async (side, name) => {
    const scene = await stage.scene({ cast: harbor });
    const { page } = await scene.enter(name, side);
    await page.getByText(/^(No chats yet|No agent chat is open.)$/).waitFor();
    const sizes = await page.evaluate<number[]>(scriptSizes);
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(180 * 1024);
  });
});
