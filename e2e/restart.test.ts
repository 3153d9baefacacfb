import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type CommandLine, openCommandLine } from './command-line.ts';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { logInOf } from './pages/log-in.ts';
import { officeOf } from './pages/office.ts';
import { openWindows, type Window, type Windows } from './windows.ts';

let browser: Browser;
let windows: Windows;
let server: CommandLine;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), openCommandLine()]);
  windows = openWindows(browser, conditions.restart);
});
afterAll(async () => {
  await windows.close();
  await Promise.all([browser.close(), server.close()]);
});

async function logIn(url: string, email: string): Promise<Window> {
  const window = await windows.open();
  const form = logInOf(window.page);
  await form.open(url, 'harbor');
  await form.submit(email, 'tieline-demo');
  await window.page.getByRole('main').waitFor();
  return window;
}

describe('a server that is killed in the middle of a conversation', () => {
  it('[DEL-5, DEL-6, DEL-7, PRES-8] has everything when it is back; what was written meanwhile is sent once', async () => {
    const url = await server.start();
    const ada = consoleOf(await logIn(url, 'ada@harbor.example'));
    const erik = officeOf(await logIn(url, 'erik@harbor.example'));
    const asking = await ada.start('Directory', 'Erik Solberg', 'office');
    await asking.write('One: is the form stamped?');
    const answering = await erik.open('Ada Okafor');
    await answering.write('Two: yes, it is.');
    await expectSeen(asking.message('Two: yes'));

    await server.kill();
    for (const { page } of [ada, erik]) await expectSeen(page.getByText('Connection lost. Reconnecting…'));
    await asking.write('Three: then we ship it.');
    await expectSeen(asking.message('Three').getByText('Will be sent when you are back'));
    await server.start();

    await expectSeen(answering.message('Three'));
    await expectGone(asking.section.getByText(/Will be sent when|Sending…/));
    await answering.write('Four: good.');
    await expectSeen(asking.message('Four'));
    for (const { page } of [ada, erik]) await page.reload();
    for (const { section, message } of [asking, answering]) {
      await expectSeen(message('Four'));
      const said = await section
        .locator('[role="listitem"]')
        .getByText(/^(One|Two|Three|Four):/)
        .allTextContents();
      expect(said).toEqual([
        'One: is the form stamped?',
        'Two: yes, it is.',
        'Three: then we ship it.',
        'Four: good.',
      ]);
    }
    expect(windows.complaints()).toEqual([]);
  });
});
