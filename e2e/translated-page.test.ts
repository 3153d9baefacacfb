import type { Page } from 'playwright-core';
import { testPassword } from '@tieline/testkit';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectFocused, expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { logInOf } from './pages/log-in.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions['translated-page']);

/** Texts of the page that are translated, and those that were meant to be and are not. */
const countTexts = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const counts = { translated: 0, left: [] };
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (data.trim() === '' || parentElement.closest('[translate="no"], script, style, noscript, textarea')) continue;
    if (parentElement.localName === 'font') counts.translated += 1;
    else counts.left.push(data);
  }
  return counts;
})()`;

async function expectTranslated(page: Page): Promise<void> {
  const { translated, left } = await page.evaluate<{ translated: number; left: string[] }>(countTexts);
  expect(left).toEqual([]);
  expect(translated).toBeGreaterThan(5);
}

/** Opens each dialog of an app by its menu or its keys, changes what it shows, and closes it. */
async function goThroughDialogs(page: Page, account: RegExp): Promise<void> {
  for (const name of ['Settings', 'Signed-in devices', 'Keyboard shortcuts']) {
    await page.getByRole('button', { name: account }).click();
    await page.getByRole('menuitem', { name }).click();
    const dialog = page.getByRole('dialog', { name });
    await expectSeen(dialog);
    if (name === 'Settings') {
      await dialog.getByText('Deutsch').click();
      const german = page.getByRole('dialog', { name: 'Einstellungen' });
      await expectSeen(german.getByText('Sprache'));
      await german.getByText('English').click();
      await expectSeen(dialog.getByText('Language', { exact: true }));
    }
    await page.keyboard.press('Escape');
    await expectGone(dialog);
  }
  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: 'Jump to a chat' });
  await expectFocused(search);
  await search.fill('nobody at all');
  await expectSeen(page.getByText('Nobody matches “nobody at all”.'));
  await search.fill('nobody else');
  await expectSeen(page.getByText('Nobody matches “nobody else”.'));
  await page.keyboard.press('Escape');
  await expectGone(search);
}

describe('a page that the browser translates', () => {
  it('office: shows what is new in the place of what was: counts, statuses, chats, dialogs', async () => {
    const scene = await stage.scene({ cast: harbor });
    const erik = officeOf(await scene.enter('erik', 'office'));
    const mei = officeOf(await scene.enter('mei', 'office'));
    const ada = consoleOf(await scene.enter('ada', 'console'));
    await erik.go('People');
    await expectSeen(erik.entry('Mei', 'office').getByText('Available'));
    for (const status of ['Busy', 'Away', 'Available']) {
      await mei.setStatus(status);
      await expectSeen(erik.entry('Mei', 'office').getByText(status));
    }
    const toErik = await mei.start('Erik', 'office');
    await erik.go('Chats');
    for (const count of [1, 2, 3]) {
      await toErik.write(`Number ${count}`);
      await expectSeen(
        erik.link('Mei').getByText(`${count} unread`),
        erik.link('Mei').getByText(`Number ${count}`),
        erik.rail.getByText(`${count} unread message`),
      );
      await expectSoon(
        () =>
          erik
            .link('Mei')
            .getByText(/unread|Number/)
            .count(),
        2,
      );
    }
    const chat = await erik.open('Mei');
    await expectGone(erik.link('Mei').getByText('unread'));
    await chat.write('Seen at https://example.com/three, all of it');
    await expectSeen(erik.link('Mei').getByText('You:'), toErik.message('all of it').getByRole('link'));
    const toAda = await erik.start('Ada', 'agent');
    await toAda.write('To the other side');
    await ada.expertLink('Erik').click();
    await ada.chat('Erik').write('And back');
    await expectSeen(toAda.message('And back'));
    await expectTranslated(erik.page);
    await chat.composer.or(toAda.composer).fill('Not sent');
    await erik.open('Mei');
    await expectSeen(erik.link('Ada').getByText('Draft'));
    await goThroughDialogs(erik.page, /^Your status and settings/);
    await erik.open('Ada');
    await toAda.composer.fill('');
    await erik.logOut();
    await expectSeen(logInOf(erik.page).form);
  });

  it('console: shows what is new in the place of what was: typing, reading, the own status, the end', async () => {
    const scene = await stage.scene({ cast: harbor, options: { agent_signals: 'on' } });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const bea = consoleOf(await scene.enter('bea', 'console'));
    for (const status of ['On break', 'Working offline', 'Available']) {
      await ada.setStatus(status);
      await expectSeen(ada.status.getByText(status), bea.entry('Ada', 'agent').getByText(status));
    }
    const toBea = await ada.start('My group', 'Bea', 'agent');
    for (const count of [1, 2, 3]) {
      await toBea.write(`Number ${count}`);
      await expectSeen(bea.agentLink('Ada').getByText(`${count} unread`));
      await expectSoon(() => bea.agentLink('Ada').getByText('unread').count(), 1);
    }
    await bea.agentLink('Ada').click();
    await expectSeen(toBea.message('Number 3').getByText('Read', { exact: true }));
    await bea.chat('Ada').composer.pressSequentially('I am');
    await expectSeen(ada.page.getByText('Bea is typing'));
    await bea.chat('Ada').send();
    await expectSeen(toBea.message('I am'));
    await expectGone(ada.page.getByText('Bea is typing'));
    expect(await bea.chat('Ada').composer.locator('font').count()).toBe(0);
    await expectTranslated(ada.page);
    await ada.start('Directory', 'Erik', 'office');
    await ada.agentLink('Bea').click();
    await goThroughDialogs(ada.page, /^Your account/);
    await bea.end('Ada');
    await expectSeen(bea.page.getByText('You ended the chat with Ada.'));
    await expectSeen(ada.page.getByText('Bea ended your chat.'));
    await ada.logOut();
    await bea.logOut();
  });

  it('log-in: says what failed, and what failed next, and leads on by both steps', async () => {
    const { slug } = await stage.scene({ cast: harbor });
    const { page } = await stage.windows().open();
    const logIn = logInOf(page);
    await logIn.open(stage.url(), slug);
    await expectTranslated(page);
    await logIn.submit(`noor@${slug}.example`, 'not the password');
    await expectSeen(logIn.problem.getByText('Company, e-mail or password is not right.'));
    await page.context().setOffline(true);
    await logIn.submit(`noor@${slug}.example`, testPassword);
    await expectSeen(logIn.problem.getByText('There is no connection to the server.'));
    await expectGone(logIn.problem.getByText('is not right'));
    await page.context().setOffline(false);
    await logIn.submit(`noor@${slug}.example`, testPassword);
    await logIn.choice.getByRole('button', { name: 'Back' }).click();
    await expectSeen(logIn.form);
    await logIn.submit(`noor@${slug}.example`, testPassword);
    await logIn.choose('Office');
    await expectSeen(page.getByRole('link', { name: 'Archive' }));
  });
});
