import { describe, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectFocused, expectGone, expectSeen } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions.keyboard);

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
