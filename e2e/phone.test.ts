import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectFocused, expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { pngFile } from './files.ts';
import type { Chat } from './pages/chat.ts';
import { pressBack } from './pages/back.ts';
import { consoleOf } from './pages/console.ts';
import { contentOf, wordsOf } from './pages/editor.ts';
import { logInOf } from './pages/log-in.ts';
import { officeOf } from './pages/office.ts';
import { attach } from './pages/tray.ts';
import { narrowWindows, phones } from './phones.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions.phone);

/** Every field on the screen whose letters are so small that a phone would zoom in. */
const smallFields = `[...document.querySelectorAll('input:not([type=checkbox], [type=radio], [type=file]), textarea, select, [contenteditable=true]')]
  .filter((field) => field.checkVisibility())
  .map((field) => [field.getAttribute('aria-label') ?? field.name, parseFloat(getComputedStyle(field).fontSize)])`;

async function expectLarge(page: Page, ...fields: string[]): Promise<void> {
  const sizes = await page.evaluate<[string, number][]>(smallFields);
  for (const field of fields) expect(sizes.map(([name]) => name)).toContain(field);
  expect(sizes.filter(([, size]) => size < 16)).toEqual([]);
}

const messagesOf = ({ section }: Chat) => section.locator('[data-seq]');

describe.each(phones)('on a phone, %s', (_, phone) => {
  it('Enter begins a new line in the office, and the button sends', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office', phone));
    const chat = await erik.start('Mei', 'office');
    const { keyboard } = erik.page;
    await chat.composer.tap();
    expect(await chat.composer.getAttribute('enterkeyhint')).toBe('enter');
    await keyboard.type('first');
    await keyboard.press('Enter');
    await keyboard.type('second');
    expect(await chat.composer.inputValue()).toBe('first\nsecond');
    expect(await messagesOf(chat).count()).toBe(0);
    await chat.section.getByRole('button', { name: 'Send', exact: true }).tap();
    await expectSoon(() => wordsOf(chat.message('second').locator('[data-words]')), 'first\nsecond');
    // The keyboard of the phone stays for the next message.
    await expectFocused(chat.composer);

    await keyboard.type('by a keyboard that is connected');
    await keyboard.press('Control+Enter');
    await expectSeen(chat.message('by a keyboard'));
  });

  it('Enter begins a new line or item in the console, and the button sends', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console', phone));
    const chat = await ada.start('Directory', 'Erik', 'office');
    const { keyboard } = ada.page;
    await chat.composer.tap();
    expect(await chat.composer.getAttribute('enterkeyhint')).toBe('enter');
    await keyboard.type('first');
    await keyboard.press('Enter');
    await keyboard.type('- one');
    await keyboard.press('Enter');
    await keyboard.type('two');
    await expectSoon(
      () => contentOf(chat.composer),
      '<p>first</p><ul><li><p>one</p></li><li><p>two</p></li></ul>',
    );
    expect(await messagesOf(chat).count()).toBe(0);
    await chat.section.getByRole('button', { name: 'Send', exact: true }).tap();
    await expectSeen(chat.message('two'));
    await expectSoon(() => contentOf(chat.composer), '<p></p>');
    await expectFocused(chat.composer);
    await keyboard.type('by a keyboard that is connected');
    await keyboard.press('Control+Enter');
    await expectSeen(chat.message('by a keyboard'));
  });

  it('no field is so small that the phone zooms into it', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office', phone));
    await erik.go('People');
    await expectSeen(erik.entry('Mei', 'office'));
    await expectLarge(erik.page, 'Search people');
    await erik.start('Mei', 'office');
    await expectLarge(erik.page, 'Message to Mei');
    await erik.page.keyboard.press('Control+k');
    await expectSeen(erik.page.getByRole('combobox', { name: 'Jump to a chat' }));
    await expectLarge(erik.page, 'Jump to a chat');

    const ada = consoleOf(await scene.enter('ada', 'console', phone));
    await ada.toContacts();
    await expectSeen(ada.entry('Bea', 'agent'));
    await expectLarge(ada.page, 'Search my group');
    const chat = await ada.start('Directory', 'Erik', 'office');
    await chat.composer.tap();
    await ada.page.keyboard.press('Control+Shift+u');
    await expectSeen(chat.section.getByRole('textbox', { name: 'Link address' }));
    await expectLarge(ada.page, 'Message to Erik');

    const { page } = await stage.windows().open(phone);
    await logInOf(page).open(stage.url(), 'harbor');
    await expectSeen(logInOf(page).form);
    await expectLarge(page, 'company', 'email', 'password');
  });

  it('Back closes a picture, a dialog and a menu, and only then leaves the chat', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office', phone));
    const { page } = erik;
    const chat = await erik.start('Mei', 'office');
    const place = page.url();
    const open = async (overlay: Locator) => {
      await expectSeen(overlay);
      await pressBack(page, 1);
      await expectGone(overlay);
      expect(page.url()).toBe(place);
      await expectSeen(chat.composer);
    };
    await attach(chat, pngFile('harbor.png', 800, 400));
    await chat.section.getByText('Ready to send').waitFor();
    await chat.section.getByRole('button', { name: 'Send', exact: true }).tap();
    const picture = chat.section.getByRole('button', { name: 'Show harbor.png in full' });
    await picture.tap();
    await open(page.getByRole('dialog', { name: 'harbor.png' }));
    // Again, as another one.
    await picture.tap();
    await open(page.getByRole('dialog', { name: 'harbor.png' }));
    await page.keyboard.press('Control+k');
    await open(page.getByRole('dialog', { name: 'Jump to a chat' }));
    // One that was closed otherwise leaves nothing behind that Back would have to pass.
    await picture.tap();
    await expectSeen(page.getByRole('dialog'));
    await page.getByRole('button', { name: 'Close' }).tap();
    await expectGone(page.getByRole('dialog'));
    await pressBack(page, 0);
    await expectSeen(erik.entry('Mei', 'office'));

    const menu = await erik.menu();
    await pressBack(page, 1);
    await expectGone(menu);
    await (await erik.menu()).getByRole('menuitem', { name: 'Settings' }).tap();
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await expectSeen(settings);
    await pressBack(page, 1);
    await expectGone(settings);
    await expectSeen(erik.entry('Mei', 'office'));
  });

  it('Back from a question takes it as a no; a chat that is jumped to is left by one Back', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console', phone));
    const bea = consoleOf(await scene.enter('bea', 'console'));
    const { page } = ada;
    const withErik = await ada.start('Directory', 'Erik', 'office');
    const erikPlace = page.url();
    await withErik.write('A question');
    await expectSeen(withErik.message('A question'));
    const withBea = await ada.start('My group', 'Bea', 'agent');
    await withBea.write('Are you there?');
    await expectSeen(bea.agentLink('Ada'));
    await withBea.section.getByRole('button', { name: 'End chat' }).tap();
    const asks = page.getByRole('alertdialog');
    await expectSeen(asks);
    await pressBack(page, 1);
    await expectGone(asks);
    await expectSeen(withBea.message('Are you there?'), bea.agentLink('Ada'));

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Jump to a chat' }).fill('Erik');
    await page.getByRole('option', { name: 'Erik' }).tap();
    await expectSeen(withErik.message('A question'));
    expect(page.url()).toBe(erikPlace);
    await pressBack(page, 0);
    await expectSeen(withBea.message('Are you there?'));
  });
});

describe.each(narrowWindows)('in a narrow window on a desk, %s', (_, view) => {
  it('Enter sends, on both sides', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office', view));
    const ada = consoleOf(await scene.enter('ada', 'console', view));
    for (const chat of [await erik.start('Mei', 'office'), await ada.start('Directory', 'Mei', 'office')]) {
      const { keyboard } = chat.composer.page();
      await chat.composer.click();
      await keyboard.type('first');
      await keyboard.press('Shift+Enter');
      await keyboard.type('second');
      expect(await messagesOf(chat).count()).toBe(0);
      await keyboard.press('Enter');
      await expectSeen(chat.message('first').filter({ hasText: 'second' }));
    }
  });

  it('Escape and Back both close a dialog, and the keyboard is where it was', async () => {
    const scene = await stage.scene({ cast: harbor });
    const { page, ...erik } = officeOf(await scene.enter('erik', 'office', view));
    const chat = await erik.start('Mei', 'office');
    await chat.composer.click();
    const search = page.getByRole('combobox', { name: 'Jump to a chat' });
    for (const close of [() => page.keyboard.press('Escape'), () => pressBack(page, 1)]) {
      await page.keyboard.press('Control+k');
      await expectFocused(search);
      await close();
      await expectGone(search);
      await expectFocused(chat.composer);
    }
    // One after the other, faster than the browser goes back.
    for (let time = 0; time < 5; time += 1) {
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('Control+k');
    await expectFocused(search);
    await pressBack(page, 1);
    await expectGone(search);
    await expectSeen(chat.composer);
  });
});
