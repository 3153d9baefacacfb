import { testPassword } from '@tieline/testkit';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectFocused, expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { logInOf } from './pages/log-in.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions['log-in']);

describe('logging in', () => {
  it('says that it failed and keeps what was typed, then leads to the one side of the person', async () => {
    const { slug } = await stage.scene({ cast: harbor });
    const { page } = await stage.windows().open();
    const logIn = logInOf(page);
    await logIn.open(stage.url(), slug);
    await logIn.submit(`ada@${slug}.example`, 'not the password');
    await expectSeen(logIn.problem.getByText('Company, e-mail or password is not right.'));
    await expectFocused(logIn.form.getByRole('button', { name: 'Log in' }));
    expect(await logIn.form.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe(
      `ada@${slug}.example`,
    );

    await page.context().setOffline(true);
    await logIn.submit(`ada@${slug}.example`, testPassword);
    await expectSeen(logIn.problem.getByText('There is no connection to the server.'));
    await page.context().setOffline(false);
    await logIn.submit(`ada@${slug}.example`, testPassword);
    await expectSeen(page.getByText('No agent chat is open.'));
    expect(new URL(page.url()).pathname).toBe('/console/chats');
  });

  it('[SEAT-1] asks a person with both licenses for the side, and serves both in one browser', async () => {
    const { slug } = await stage.scene({ cast: harbor });
    const window = await stage.windows().open();
    const { page } = window;
    const logIn = logInOf(page);
    await logIn.open(stage.url(), slug);
    await logIn.submit(`noor@${slug}.example`, testPassword);
    await logIn.choose('Contact center');
    await expectSeen(page.getByText('No agent chat is open.'));

    const beside = await stage.windows().openBeside(window);
    const again = logInOf(beside.page);
    await again.open(stage.url(), slug);
    await expectSeen(beside.page.getByRole('link', { name: /Continue to Contact center/ }));
    await again.submit(`noor@${slug}.example`, testPassword);
    await again.choose('Office');
    await expectSeen(beside.page.getByRole('link', { name: 'Archive' }));
    await page.reload();
    await expectSeen(page.getByText('No agent chat is open.'));
  });

  it('says nothing in the console of the browser, and why somebody without a session is here, and leads back', async () => {
    const { slug } = await stage.scene({ cast: harbor });
    const { page } = await stage.windows().open();
    const lines: string[] = [];
    page.on('console', (line) => lines.push(line.text()));
    page.on('response', (answer) => {
      if (answer.status() >= 400) lines.push(`${answer.status()} ${answer.url()}`);
    });
    const logIn = logInOf(page);
    await logIn.open(stage.url(), slug);
    await expectSeen(logIn.form);
    await expectGone(logIn.reason);
    await page.goto(`${stage.url()}/console/contacts`);
    await expectSeen(logIn.reason.getByText('Log in to open Tieline Console.'));
    await page.goto(`${stage.url()}/office/people`);
    await expectSeen(logIn.reason.getByText('Log in to open Tieline Office.'));
    await logIn.form.getByRole('textbox', { name: 'Company' }).fill(slug);
    await logIn.submit(`erik@${slug}.example`, testPassword);
    await expectSeen(page.getByPlaceholder('Search people'));
    expect(new URL(page.url()).pathname).toBe('/office/people');
    expect(lines).toEqual([]);
  });

  it('shows a page where there is none, in the language of the reader', async () => {
    const { page } = await stage.windows().open();
    const answer = await page.goto(`${stage.url()}/nowhere`);
    expect(answer?.status()).toBe(404);
    await expectSeen(page.getByRole('heading', { name: 'There is nothing here' }));
    await page.getByRole('link', { name: 'Go to Tieline' }).click();
    await expectSeen(logInOf(page).form);
    for (const icon of ['favicon.ico', 'apple-touch-icon.png']) {
      const found = await page.request.get(`${stage.url()}/${icon}`);
      expect([found.status(), found.headers()['content-type']]).toEqual([
        200,
        expect.stringMatching(/^image\//),
      ]);
    }
    expect(stage.windows().takeComplaints(/status of 404.*\/nowhere$/)).toBe(1);
  });

  it('signs another device out, and that device says so', async () => {
    const scene = await stage.scene({ cast: harbor });
    const lost = consoleOf(await scene.enter('ada', 'console'));
    const { page } = consoleOf(await scene.enter('ada', 'console'));
    await page.getByRole('button', { name: /^Your account/ }).click();
    await page.getByRole('menuitem', { name: 'Signed-in devices' }).click();
    const devices = page.getByRole('dialog', { name: 'Signed-in devices' });
    await expectSoon(() => devices.getByRole('listitem').count(), 2);
    await devices.getByRole('button', { name: /^Sign out Chrome/ }).click();

    await expectSeen(logInOf(lost.page).reason.getByText('This device was signed out from another device.'));
    await expectSeen(devices.getByText('No other device is signed in.'));
    await lost.page.goto(`${stage.url()}/console/`);
    await expectSeen(logInOf(lost.page).form);
    await expectGone(lost.contacts);
  });
});
