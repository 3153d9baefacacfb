import { describe, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions['lost-parts']);

/** The scripts of an open chat, and of the dialogs. */
const parts = /\/assets\/(console-conversation|rich-composer|switcher|shortcuts)-[^/]*\.js$/;

describe('a part of the page that does not come', () => {
  it('leaves the rest as it is, says so in its place, and comes when the line is back', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const { page } = ada;
    await page.route(parts, (route) => route.abort('connectionrefused'));
    await page.reload();
    await ada.tab('Directory').click();
    await ada.entry('Erik', 'office').click();
    const lost = page.getByRole('alert').getByText('This part could not be loaded.');
    await expectSeen(lost, ada.entry('Bea', 'agent'), page.getByRole('button', { name: 'Try again' }));
    await page.keyboard.press('?');
    await expectSeen(page.getByRole('status').getByText('This part could not be loaded.'));

    await page.unroute(parts);
    await page.context().setOffline(true);
    await expectSeen(page.getByText('No network.'));
    await page.context().setOffline(false);
    await expectSeen(ada.chat('Erik').composer);
    await expectGone(lost);
  });

  it('is there already when the line is lost later', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const { page } = ada;
    const asked = await ada.start('Directory', 'Erik', 'office');
    await asked.write('Is the form stamped?');
    await expectSeen(ada.expertLink('Erik').getByText('Is the form stamped?'));
    await page.goto(`${stage.url()}/console/chats`);
    // The last one that is fetched ahead, after those of an open chat.
    const last = page.waitForResponse(/\/assets\/confirm-[^/]*\.js$/);
    await page.reload();
    await last;
    await page.context().setOffline(true);
    await expectSeen(page.getByText('No network.'));
    await page.keyboard.press('?');
    await expectSeen(page.getByRole('dialog', { name: 'Keyboard shortcuts' }));
    await page.keyboard.press('Escape');
    await ada.expertLink('Erik').click();
    await expectSeen(asked.composer);
  });
});
