import { describe, expect, it } from 'vitest';
import { allConditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import type { Chat } from './pages/chat.ts';
import { consoleOf } from './pages/console.ts';
import { wordsOf } from './pages/editor.ts';
import { officeOf } from './pages/office.ts';
import { readMark } from './pages/reading.ts';
import { harbor, useStage } from './stage.ts';

/** "Is code **8471** right?", a list of two lines, and a link, by the keys of the editor; not sent. */
async function typeRich({ composer, section }: Chat): Promise<void> {
  const { keyboard } = composer.page();
  await composer.click();
  await keyboard.type('Is code ');
  await keyboard.press('Control+b');
  await keyboard.type('8471');
  await keyboard.press('Control+b');
  await keyboard.type(' right?');
  await keyboard.press('Shift+Enter');
  await keyboard.press('Control+Shift+u');
  await section.getByRole('textbox', { name: 'Link address' }).fill('customs.example/8471');
  await keyboard.press('Enter');
  await keyboard.press('Shift+Enter');
  await section.getByRole('button', { name: 'Bullet list' }).click();
  await keyboard.type('two pallets');
  await keyboard.press('Shift+Enter');
  await keyboard.type('from Oslo');
}

describe.each(allConditions)('$size, $motion motion, translated: $translated', (condition) => {
  const stage = useStage(condition);

  describe('an agent and an expert in two windows', () => {
    it('[START-7, CONT-1, CONT-3, SEAT-2] talk: formatted for the agent, plain with a link for the expert', async () => {
      const scene = await stage.scene({ cast: harbor });
      const ada = consoleOf(await scene.enter('ada', 'console'));
      const office = officeOf(await scene.enter('erik', 'office'));

      const asking = await ada.start('Directory', 'Erik', 'office');
      await typeRich(asking);
      await asking.send();
      const question = asking.message('Is code');
      await expectSeen(
        question.locator('strong', { hasText: '8471' }),
        question.locator('ul > li', { hasText: 'from Oslo' }),
        question.locator('a[href="https://customs.example/8471"]'),
      );

      await expectSeen(office.link('Ada').getByText('1 unread'));
      expect(await office.page.title()).toBe('(1) Tieline Office');
      const answering = await office.open('Ada');
      const excerpt = answering.message('Is code 8471 right?');
      await expectSeen(excerpt);
      await expectGone(excerpt.locator('strong, ul, li'));
      await expectGone(office.link('Ada').getByText('unread'));

      const opened = office.page.context().waitForEvent('page');
      await excerpt.getByRole('link', { name: 'Show formatted' }).click();
      const formatted = await opened;
      await expectSeen(
        formatted.locator('main strong', { hasText: '8471' }),
        formatted.getByText('two pallets'),
      );
      expect(await formatted.locator('script').count()).toBe(0);
      const policy = (await (await formatted.reload())?.headerValue('content-security-policy')) ?? '';
      expect(policy).toMatch(/^sandbox (?!.*allow-scripts)(?!.*allow-same-origin).*default-src 'none'/);
      await formatted.close();

      await ada.page.goto(`${stage.url()}/console/`);
      await expectSeen(ada.expertLink('Erik'));
      await answering.write('Yes, 8471 30.');
      await expectSeen(answering.message('Yes, 8471 30.'));
      await expectSeen(ada.expertLink('Erik').getByText('1 unread'));
      await ada.expertLink('Erik').click();
      await expectSeen(ada.chat('Erik').message('Is code'), ada.chat('Erik').message('Yes, 8471 30.'));
      await expectGone(ada.expertLink('Erik').getByText('unread'));
    });

    it('[CONT-2] the console keeps the indents, columns and lines of what the office wrote, and no more lines', async () => {
      const scene = await stage.scene({ cast: harbor });
      const erik = officeOf(await scene.enter('erik', 'office'));
      const ada = consoleOf(await scene.enter('ada', 'console'));
      const asking = await erik.start('Ada', 'agent');
      const table = 'Berth   4\n   crane 2\n\nEnd';
      await asking.write(table);
      await ada.expertLink('Erik').click();
      const shown = ada.chat('Erik').message('crane 2').locator('.rich');
      await expectSoon(() => wordsOf(shown), table);
    });

    it('[DEL-4, HIST-6] an agent who logged out finds the message in the office, not in the console', async () => {
      const scene = await stage.scene({ cast: harbor });
      const window = await scene.enter('noor', 'console');
      const noor = consoleOf(window);
      const noorOffice = officeOf(await scene.enter('noor', 'office'));
      const erik = officeOf(await scene.enter('erik', 'office'));

      const toNoor = await erik.start('Noor', 'agent');
      await toNoor.write('Are you there?');
      await expectSeen(noor.expertLink('Erik').getByText('1 unread'));
      await noor.expertLink('Erik').click();
      await expectSoon(() => readMark(window), 1);
      await noor.chat('Erik').write('Until noon.');
      await expectSeen(toNoor.message('Until noon.'));
      await expectGone(noorOffice.rail.getByText('unread'));

      await noor.logOut();
      await expectSeen(toNoor.header.getByText('Offline'));
      await toNoor.write('Then after lunch?');
      const kept = toNoor.message('Then after lunch?');
      await expectSeen(kept.getByText('Noor was logged out and will not see this as new'));

      await expectSeen(noorOffice.rail.getByRole('link', { name: 'Archive 1 unread message' }));
      await noorOffice.go('Archive');
      await noorOffice.archive.getByRole('link', { name: /^Erik/ }).click();
      const archived = noorOffice.chat('Erik');
      await expectSeen(archived.message('Then after lunch?').getByText('Arrived while you were logged out'));
      await expectSeen(archived.message('Until noon.'));
      await expectGone(noorOffice.rail.getByText('unread'));

      const again = consoleOf(await scene.enter('noor', 'console'));
      await expectSeen(again.expertLink('Erik'));
      await expectGone(again.page.getByText('unread'));
      await again.expertLink('Erik').click();
      const missed = again.chat('Erik').message('Then after lunch?');
      await expectSeen(missed.getByText('Sent while you were logged out'));
      expect(await again.page.title()).toBe('Tieline Console');
    });
  });
});
