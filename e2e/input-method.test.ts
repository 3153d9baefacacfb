import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectFocused, expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import type { Chat } from './pages/chat.ts';
import { consoleOf } from './pages/console.ts';
import { contentOf } from './pages/editor.ts';
import { type BrowserName, browsers, endWord } from './pages/input-method.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions['input-method']);
const names = Object.keys(browsers) as BrowserName[];
const keys = ['Enter', 'Escape', 'Tab', 'ArrowDown', 'ArrowUp'];

/** Every key that may end a word; none of them reaches the page. */
async function endWords(page: Page, browser: BrowserName, field: Locator): Promise<void> {
  for (const key of keys) {
    await endWord(page, browser, key);
    await expectFocused(field);
  }
}

/** The letters stay, nothing is sent; the next Enter, which ends no word, sends. */
async function writesOn(page: Page, browser: BrowserName, chat: Chat, look: () => Promise<string>) {
  await chat.composer.click();
  await page.keyboard.type(`kana in ${browser}`);
  const before = await look();
  expect(before).toContain('kana');
  await endWord(page, browser, 'Enter');
  expect(await look()).toBe(before);
  await endWords(page, browser, chat.composer);
  expect(await look()).toBe(before);
  await expectGone(chat.message(`kana in ${browser}`));
  await page.keyboard.press('Enter');
  await expectSeen(chat.message(`kana in ${browser}`));
}

/** Neither picks, moves, nor closes; the next keys, which end no word, do. */
async function searchesOn(page: Page, browser: BrowserName) {
  const search = page.getByRole('combobox', { name: 'Jump to a chat' });
  const chosen = page.getByRole('option', { selected: true });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('e');
  await expectSeen(page.getByRole('option', { name: 'Eva' }));
  const [first, second] = await page.getByRole('option').allTextContents();
  await endWords(page, browser, search);
  expect(await chosen.textContent()).toBe(first);
  await page.keyboard.press('ArrowDown');
  await expectSoon(() => chosen.textContent(), second ?? '');
  await page.keyboard.press('Escape');
  await expectGone(search);
}

const cast = { ...harbor, eva: { office: { title: 'Customs expert' } } };

describe.each(names)('a word that an input method composes, ended as %s tells of it', (browser) => {
  it('is neither sent nor does it pick or leave anything in the office', async () => {
    const scene = await stage.scene({ cast });
    const { page, ...office } = officeOf(await scene.enter('mei', 'office'));
    const chat = await office.start('Erik', 'office');
    await writesOn(page, browser, chat, () => chat.composer.inputValue());
    await searchesOn(page, browser);
    await office.go('People');
    const search = page.getByRole('searchbox', { name: 'Search people' });
    await search.fill('Er');
    await endWords(page, browser, search);
    expect(await search.inputValue()).toBe('Er');
  });

  it('is neither sent nor does it pick, set or leave anything in the console', async () => {
    const scene = await stage.scene({ cast });
    const { page, ...desk } = consoleOf(await scene.enter('ada', 'console'));
    const chat = await desk.start('Directory', 'Erik', 'office');
    await writesOn(page, browser, chat, () => contentOf(chat.composer));
    await searchesOn(page, browser);
    const search = page.getByRole('searchbox', { name: 'Search the directory' });
    await search.click();
    await endWords(page, browser, search);

    await chat.composer.click();
    await page.keyboard.type('the manifest');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+Shift+u');
    const address = page.getByLabel('Link address');
    await expectFocused(address);
    await page.keyboard.type('example.org/かな');
    await endWords(page, browser, address);
    await expectGone(chat.composer.getByRole('link'));
    await page.keyboard.press('Enter');
    await expectSeen(chat.composer.getByRole('link', { name: 'the manifest' }));
  });
});

it('a word that is ended in a field of the log-in form does not send the form', async () => {
  const { page } = await stage.windows().open();
  await page.goto(`${stage.url()}/`);
  const form = page.getByRole('form', { name: 'Log in' });
  await form.getByRole('textbox', { name: 'Company' }).fill('no-such-company');
  await form.getByRole('textbox', { name: 'E-mail' }).fill('kana@harbor.example');
  await form.getByLabel('Password', { exact: true }).fill('kana');
  // As the browser itself would: a key that the page may keep it from acting on.
  const devTools = await page.context().newCDPSession(page);
  const press = (code: number) =>
    devTools.send('Input.dispatchKeyEvent', {
      type: 'keyDown',
      key: 'Enter',
      text: '\r',
      windowsVirtualKeyCode: code,
    });
  let asked = 0;
  page.on('request', (request) => (asked += request.url().endsWith('/log-in') ? 1 : 0));
  await press(229);
  await expectSoon(() => form.getByLabel('Password', { exact: true }).inputValue(), 'kana');
  expect(asked).toBe(0);
  await press(13);
  await expectSeen(form.getByRole('alert'));
  expect(asked).toBe(1);
});
