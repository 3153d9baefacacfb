import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectFocused, expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { officeOf } from './pages/office.ts';
import { narrowWindows } from './phones.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions.keyboard);

/** Ctrl, Shift and 7 where the keyboard has `/` there. */
const germanSlash = `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {
  key: '/', code: 'Digit7', keyCode: 55, ctrlKey: true, shiftKey: true, bubbles: true, cancelable: true, composed: true,
}))`;

describe('the keyboard alone', () => {
  it('leads to a person, through a chat, to the list and back, on both sides', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const erik = officeOf(await scene.enter('erik', 'office'));
    const sides = [
      {
        page: ada.page,
        chat: ada.chat('Erik'),
        link: ada.expertLink('Erik'),
        find: 'Erik',
        other: ada.chat('Mei'),
      },
      {
        page: erik.page,
        chat: erik.chat('Ada'),
        link: erik.link('Ada'),
        find: 'Ada',
        other: erik.chat('Mei'),
      },
    ];
    for (const { page, chat, link, find, other } of sides) {
      const { keyboard } = page;
      await keyboard.press('Control+k');
      const search = page.getByRole('combobox', { name: 'Jump to a chat' });
      await expectFocused(search);
      await keyboard.type(find);
      await expectSeen(page.getByRole('option', { name: find, selected: true }));
      await keyboard.press('Enter');
      await expectGone(search);
      await expectFocused(chat.composer);

      await keyboard.type('First line');
      await keyboard.press('Shift+Enter');
      await keyboard.type(`of ${find}`);
      await keyboard.press('Enter');
      await expectSeen(chat.message('First line').getByText(`of ${find}`));
      await expectFocused(chat.composer);

      await keyboard.press('Control+k');
      await expectFocused(search);
      await keyboard.press('Escape');
      await expectGone(search);
      await expectFocused(chat.composer);
      await keyboard.press('Escape');
      await expectFocused(link);
      await keyboard.press('?');
      const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      await expectSeen(sheet);
      await keyboard.press('Escape');
      await expectGone(sheet);
      await expectFocused(link);

      await keyboard.press('Control+k');
      await expectFocused(search);
      await keyboard.type('Mei');
      await expectSeen(page.getByRole('option', { name: 'Mei', selected: true }));
      await keyboard.press('Enter');
      await expectFocused(other.composer);
      await keyboard.press('Alt+ArrowDown');
      await expectFocused(chat.composer);
    }
  });
});

/** Every line of the sheet: what it is for, and what is pressed. */
const sheetLines = `[...document.querySelectorAll('[role="dialog"] dl > div')].map((line) => [
  line.querySelector('dt').textContent,
  [...line.querySelectorAll('dd')].map((keys) => [...keys.children].map((key) => key.textContent).join('+')).join(', '),
])`;

const everywhere = [
  ['Jump to a chat', 'Ctrl+K'],
  ['Next chat', 'Alt+↓'],
  ['Previous chat', 'Alt+↑'],
  ['Up and down in a list, and from the search field into it', '↓, ↑'],
  ['Earlier and later messages, also from the text field', 'PageUp, PageDown'],
  ['From the text field to the list; close a dialog', 'Esc'],
  ['This sheet', 'Ctrl+/, ?'],
  ['Send the message', 'Enter, Ctrl+Enter'],
  ['New line', 'Shift+Enter'],
];
const inEditor = [
  ['Bold', 'Ctrl+B'],
  ['Italic', 'Ctrl+I'],
  ['Underline', 'Ctrl+U'],
  ['Strike-through', 'Ctrl+Shift+S'],
  ['Bullet list', 'Ctrl+Shift+8'],
  ['Numbered list', 'Ctrl+Shift+7'],
  ['Quote', 'Ctrl+Shift+B'],
  ['Code', 'Ctrl+E'],
  ['Code block', 'Ctrl+Alt+C'],
  ['Undo', 'Ctrl+Z'],
  ['Redo', 'Ctrl+Shift+Z'],
  ['Link', 'Ctrl+Shift+U'],
  ['One level deeper in a list', 'Tab'],
  ['One level higher in a list', 'Shift+Tab'],
];

describe.each([['on a desk', {}] as const, ...narrowWindows])('the keys of the sheet, %s', (_, view) => {
  it.each([
    ['office', 'erik', everywhere],
    ['console', 'ada', [...everywhere, ...inEditor]],
  ] as const)('are all in it, and it opens from within the editor, in the %s', async (side, name, lines) => {
    const scene = await stage.scene({ cast: harbor });
    const window = await scene.enter(name, side, view);
    const { page } = window;
    const chat = await (side === 'office'
      ? officeOf(window).start('Mei', 'office')
      : consoleOf(window).start('Directory', 'Mei', 'office'));
    await chat.composer.click();
    await page.keyboard.type('words?');
    await page.keyboard.press('Control+/');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expectSeen(sheet);
    const shown = await page.evaluate<[string, string][]>(sheetLines);
    expect(shown.map((line) => line.map((word) => word.replaceAll('\u200b', '')))).toEqual(lines);
    await page.keyboard.press('Escape');
    await expectGone(sheet);
    await expectFocused(chat.composer);
    // On other keyboards it is written with Shift.
    await page.keyboard.press('Control+Shift+?');
    await expectSeen(sheet);
    await page.keyboard.press('Escape');
    await expectGone(sheet);
    await expectFocused(chat.composer);
    // On a German one it is on the 7, which the editor knows by its place.
    await page.evaluate(germanSlash);
    await expectSeen(sheet);
    await page.keyboard.press('Escape');
    await expectGone(sheet);
    expect(await chat.section.getByRole('textbox').locator('ol').count()).toBe(0);
    await expectSoon(
      async () => (await chat.composer.textContent()) || (await chat.composer.inputValue()),
      'words?',
    );
  });

  it('PageUp and PageDown in the editor move the messages, unless the text itself is long', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office', view));
    const ada = consoleOf(await scene.enter('ada', 'console', view));
    for (const chat of [await erik.start('Mei', 'office'), await ada.start('Directory', 'Mei', 'office')]) {
      const { keyboard } = chat.composer.page();
      const isAtEnd = () =>
        chat.section
          .getByTestId('timeline')
          .evaluate(
            (box: { scrollTop: number; scrollHeight: number; clientHeight: number }) =>
              box.scrollHeight - box.scrollTop - box.clientHeight < 2,
          );
      const long = Array.from({ length: 120 }, (_line, number) => `line ${number}`).join('\n');
      await chat.write(long);
      await expectSeen(chat.section.locator('[data-seq]').getByText('line 119'));
      await chat.composer.fill(long);
      await expectSoon(isAtEnd, true);
      await keyboard.press('PageUp');
      await keyboard.press('PageUp');
      expect(await isAtEnd()).toBe(true);
      await chat.composer.fill('short');
      await expectSoon(isAtEnd, true);
      await keyboard.press('PageUp');
      await expectSoon(isAtEnd, false);
      await expectFocused(chat.composer);
      await keyboard.press('PageDown');
      await expectSoon(isAtEnd, true);
    }
  });
});

describe('the arrow keys', () => {
  it('lead through the chats, and through the people and back to the search above them', async () => {
    const scene = await stage.scene({ cast: harbor });
    const { page, ...erik } = officeOf(await scene.enter('erik', 'office'));
    const { keyboard } = page;
    await (await erik.start('Mei', 'office')).write('One');
    await (await erik.start('Noor', 'office')).write('Two');
    await erik.link('Noor').focus();
    await keyboard.press('ArrowDown');
    await expectFocused(erik.link('Mei'));
    await keyboard.press('ArrowDown');
    await expectFocused(erik.link('Mei'));
    await keyboard.press('ArrowUp');
    await expectFocused(erik.link('Noor'));
    await keyboard.press('End');
    await expectFocused(erik.link('Mei'));
    await keyboard.press('Enter');
    await expectSeen(erik.chat('Mei').message('One'));

    await erik.go('People');
    const search = page.getByRole('searchbox', { name: 'Search people' });
    await search.fill('e');
    const rows = erik.people.getByRole('button');
    await expectSeen(rows);
    await search.focus();
    await keyboard.press('ArrowDown');
    await expectFocused(rows.nth(0));
    await keyboard.press('ArrowDown');
    await expectFocused(rows.nth(1));
    await keyboard.press('ArrowUp');
    await keyboard.press('ArrowUp');
    await expectFocused(search);
    expect(await search.inputValue()).toBe('e');
  });

  it('lead from the agent chats to the expert chats, through the rosters, and along the tools of the editor', async () => {
    const scene = await stage.scene({ cast: harbor });
    const { page, ...ada } = consoleOf(await scene.enter('ada', 'console'));
    const { keyboard } = page;
    await scene.enter('bea', 'console');
    await (await ada.start('My group', 'Bea', 'agent')).write('One');
    const chat = await ada.start('Directory', 'Erik', 'office');
    await chat.write('Two');
    await ada.agentLink('Bea').focus();
    await keyboard.press('ArrowDown');
    await expectFocused(ada.expertLink('Erik'));
    await keyboard.press('Home');
    await expectFocused(ada.agentLink('Bea'));
    const search = ada.contacts.getByRole('searchbox');
    await search.focus();
    await keyboard.press('ArrowDown');
    await expectFocused(ada.contacts.getByRole('listitem').first().getByRole('button'));
    const tool = (name: string) => chat.section.getByRole('button', { name, exact: true });
    await tool('Bold').focus();
    await keyboard.press('ArrowRight');
    await expectFocused(tool('Italic'));
    await keyboard.press('ArrowLeft');
    await keyboard.press('ArrowLeft');
    await expectFocused(tool('Insert image'));
  });
});
