import { expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { harbor, useStage } from './stage.ts';

// Long enough to write two messages in.
const stage = useStage(conditions.unheard, { graceSeconds: 8 });

it('[DEL-3, PRES-8] says which messages reached no device before a grace time ended the chat, and sends them again when asked', async () => {
  const scene = await stage.scene({ cast: harbor });
  const ada = consoleOf(await scene.enter('ada', 'console'));
  const bea = consoleOf(await scene.enter('bea', 'console'));
  const asking = await ada.start('My group', 'Bea', 'agent');
  await asking.write('Do you have the manifest?');
  await expectSeen(bea.agentLink('Ada').getByText('1 unread'));
  await bea.page.close();

  await asking.write('Is anybody there?');
  await asking.composer.click();
  await ada.page.keyboard.type('A ');
  await ada.page.keyboard.press('Control+b');
  await ada.page.keyboard.type('bold');
  await ada.page.keyboard.press('Control+b');
  await ada.page.keyboard.type(' question');
  await ada.page.keyboard.press('Enter');
  await expectSeen(asking.message('A bold question'));
  await expectSeen(asking.section.getByText('Bea logged out, so your chat has ended.'));

  const told = 'It reached no device before the chat ended.';
  const [first, second] = [asking.message('Is anybody there?'), asking.message('A bold question')];
  await expectSeen(
    first.getByText(told),
    second.getByText(told),
    second.getByRole('button', { name: 'Why?' }),
  );
  await expectSoon(() => asking.section.getByText(told).count(), 2);
  await expectGone(ada.page.getByText('manifest'));
  expect(await second.locator('strong').textContent()).toBe('bold');

  await ada.page.reload();
  await expectSeen(first.getByText(told), second.getByText(told));
  await expectSeen(ada.agentLink('Bea').getByText('Not sent'));
  const again = consoleOf(await scene.enter('bea', 'console'));
  for (const one of [first, second]) await one.getByRole('button', { name: 'Send again' }).click();
  await again.agentLink('Ada').click();
  const answering = again.chat('Ada');
  await expectSeen(answering.message('Is anybody there?'), answering.message('A bold question'));
  expect(await answering.message('A bold question').locator('strong').textContent()).toBe('bold');
  await expectGone(asking.section.getByText(told));
});
