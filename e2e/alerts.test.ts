import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { type Office, officeOf } from './pages/office.ts';
import { letPass } from './pages/reading.ts';
import { narrowWindows, phones } from './phones.ts';
import { harbor, type Scene, useStage } from './stage.ts';
import type { Window } from './windows.ts';

const stage = useStage(conditions.alerts, { whole: true });

/** Notes what a page does to be noticed, in place of doing it. `mayConstruct`: whether a page may show a notice by itself. */
const noting = (mayConstruct: boolean) => `(() => {
  const noted = (globalThis.__noted = { tones: 0, notices: [] });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) {
    noted.tones += 0.5;
    return start.apply(this, at);
  };
  globalThis.Notification = class {
    static permission = 'granted';
    static requestPermission = async () => 'granted';
    constructor(title, { body }) {
      if (!${mayConstruct}) throw new TypeError('Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.');
      noted.notices.push([title.replace(/[\\u2066-\\u2069]/g, ''), body]);
    }
    close() {}
  };
})()`;
const choose = (choices: object) =>
  `localStorage.setItem('tieline.choices', ${JSON.stringify(JSON.stringify(choices))})`;
/** As if the person had turned to another window. */
const turnAway = `Object.defineProperty(document, 'hasFocus', { value: () => false, configurable: true });
  dispatchEvent(new Event('blur'))`;
const turnBack = `delete document.hasFocus; dispatchEvent(new Event('focus'))`;

interface Noted {
  readonly tones: number;
  readonly notices: readonly (readonly [title: string, body: string])[];
}

const notedIn = (page: Page) => page.evaluate<Noted>('__noted');

async function notedByAll(tabs: readonly Page[]): Promise<Noted> {
  const all = await Promise.all(tabs.map(notedIn));
  return {
    tones: all.reduce((sum, { tones }) => sum + tones, 0),
    notices: all.flatMap((one) => one.notices),
  };
}

/** Tabs of one person in one browser, who looks at none of them, and who has pressed something in each. */
async function openTabs(first: Window, side: 'office' | 'console', count: number): Promise<Page[]> {
  const context = first.page.context();
  await context.addInitScript(noting(true));
  await first.page.evaluate(choose({ sound: true, desktop: true }));
  const tabs: Page[] = [];
  for (let number = 0; number < count; number += 1) {
    const { page } = number === 0 ? first : await stage.windows().openBeside(first);
    await page.goto(`${stage.url()}/${side}/`);
    await expectSeen(page.getByRole('main'));
    await page.keyboard.press('Shift');
    await page.evaluate(turnAway);
    tabs.push(page);
  }
  return tabs;
}

const sides = [
  ['office', 'erik'],
  ['console', 'ada'],
] as const;

describe.each(sides)('three tabs of the %s', (side, name) => {
  const startAt = async (scene: Scene<keyof typeof harbor>, from: 'mei' | 'noor') => {
    const office = officeOf(await scene.enter(from, 'office'));
    return side === 'office' ? office.start('Erik', 'office') : office.start('Ada', 'agent');
  };

  it('make one sound and show one notice for each message, also after the one that did it was closed', async () => {
    const scene = await stage.scene({ cast: harbor });
    const tabs = await openTabs(await scene.enter(name, side), side, 3);
    const chat = await startAt(scene, 'mei');
    await chat.write('First');
    await expectSoon(() => notedByAll(tabs), { tones: 1, notices: [['Mei', 'First']] });
    await chat.write('Second');
    await expectSoon(async () => (await notedByAll(tabs)).notices.length, 2);
    await expectSoon(async () => (await notedByAll(tabs)).tones, 2);
    // Whatever another tab might have added by mistake would be there by now.
    await letPass(chat.composer.page());
    expect((await notedByAll(tabs)).tones).toBe(2);
    expect((await notedByAll(tabs)).notices.map(([, body]) => body).toSorted()).toEqual(['First', 'Second']);

    for (let left = 3; left > 1; left -= 1) {
      const before = await Promise.all(tabs.map(async (tab) => (await notedIn(tab)).notices.length));
      const busiest = tabs[before.indexOf(Math.max(...before))];
      await busiest?.close();
      tabs.splice(tabs.indexOf(busiest as Page), 1);
      const { tones, notices } = await notedByAll(tabs);
      await chat.write(`With ${tabs.length} left`);
      await expectSoon(async () => (await notedByAll(tabs)).notices.length, notices.length + 1);
      await expectSoon(async () => (await notedByAll(tabs)).tones, tones + 1);
      await letPass(chat.composer.page());
      expect((await notedByAll(tabs)).notices.length).toBe(notices.length + 1);
      expect((await notedByAll(tabs)).tones).toBe(tones + 1);
    }
  });

  it('are quiet while the chat is read in one of them, and not about another chat', async () => {
    const scene = await stage.scene({ cast: harbor });
    const tabs = await openTabs(await scene.enter(name, side), side, 3);
    const reading = tabs[1] as Page;
    const withMei = await startAt(scene, 'mei');
    const withNoor = await startAt(scene, 'noor');
    await withMei.write('Before');
    await expectSoon(async () => (await notedByAll(tabs)).tones, 1);
    const list =
      side === 'office' ? officeOf({ page: reading }).chats : consoleOf({ page: reading }).expertChats;
    await list.getByRole('link', { name: /^Mei/ }).click();
    await reading.evaluate(turnBack);
    await expectSeen(reading.getByRole('region', { name: 'Chat with Mei' }).getByText('Before'));
    for (const text of ['One', 'Two', 'Three']) await withMei.write(text);
    await expectSeen(reading.getByRole('region', { name: 'Chat with Mei' }).getByText('Three'));
    await withNoor.write('From elsewhere');
    const elsewhere = { tones: 2, bodies: ['Before', 'From elsewhere'] };
    const look = async () => {
      const { tones, notices } = await notedByAll(tabs);
      return { tones, bodies: notices.map(([, body]) => body).toSorted() };
    };
    await expectSoon(look, elsewhere);
    await letPass(reading);
    expect(await look()).toEqual(elsewhere);

    // It is open there, but nobody looks any more.
    await reading.evaluate(turnAway);
    await withMei.write('Are you there?');
    await expectSoon(async () => (await look()).bodies, ['Are you there?', ...elsewhere.bodies]);
    await expectSoon(async () => (await look()).tones, 3);
  });
});

describe('a notice that a worker shows', () => {
  const shownBodies = `navigator.serviceWorker.ready
    .then((worker) => worker.getNotifications())
    .then((notices) => notices.map(({ body, renotify }) => [body, renotify]))`;
  /** As the worker does it, which no test can click at. */
  const clickShown = `navigator.serviceWorker.ready
    .then((worker) => worker.getNotifications())
    .then(([{ data }]) => navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: { open: data.conversation } })))`;
  const enter = async (
    scene: Scene<keyof typeof harbor>,
    mayConstruct = false,
    side: 'office' | 'console' = 'office',
  ) => {
    const window = await scene.enter(side === 'office' ? 'erik' : 'ada', side);
    await window.page.context().addInitScript(noting(mayConstruct));
    await window.page.evaluate(choose({ desktop: true }));
    await window.page.reload();
    await expectSeen(window.page.getByRole('main'));
    await window.page.evaluate(turnAway);
    return window;
  };

  it('is shown where a page may not show one by itself, as on Android', async () => {
    const scene = await stage.scene({ cast: harbor });
    const { page } = await enter(scene);
    await page.context().grantPermissions(['notifications']);
    const mei = officeOf(await scene.enter('mei', 'office'));
    await (await mei.start('Erik', 'office')).write('Shown by the worker');
    const shown = `navigator.serviceWorker.ready
      .then((worker) => worker.getNotifications())
      .then((notices) => notices.map(({ body, data }) => [body, data.app, data.path.split('/')[1]]))`;
    await expectSoon(() => page.evaluate(shown), [['Shown by the worker', '/office', 'chats']]);
  });

  it('is shown where a page may as well: each message alerts anew, and a click opens the chat', async () => {
    const scene = await stage.scene({ cast: harbor });
    const { page } = await enter(scene, true);
    await page.context().grantPermissions(['notifications']);
    const chat = await officeOf(await scene.enter('mei', 'office')).start('Erik', 'office');
    await chat.write('First');
    await expectSoon(() => page.evaluate(shownBodies), [['First', true]]);
    await chat.write('Second');
    await expectSoon(() => page.evaluate(shownBodies), [['Second', true]]);
    expect((await notedIn(page)).notices).toEqual([]);
    await page.evaluate(clickShown);
    await expectSeen(page.getByRole('region', { name: 'Chat with Mei' }).getByText('Second'));
  });

  it('is taken back when the message is read elsewhere, and at a log-out', async () => {
    const scene = await stage.scene({ cast: harbor });
    const { page } = await enter(scene, true);
    await page.context().grantPermissions(['notifications']);
    const withMei = await officeOf(await scene.enter('mei', 'office')).start('Erik', 'office');
    const withNoor = await officeOf(await scene.enter('noor', 'office')).start('Erik', 'office');
    await withMei.write('From Mei');
    await withNoor.write('From Noor');
    const bodies = async () =>
      (await page.evaluate<[string, boolean][]>(shownBodies)).map(([body]) => body).toSorted();
    await expectSoon(bodies, ['From Mei', 'From Noor']);
    const phone = officeOf(await scene.enter('erik', 'office'));
    await phone.open('Mei');
    await expectSeen(phone.chat('Mei').message('From Mei'));
    await expectSoon(bodies, ['From Noor']);
    await page.evaluate(turnBack);
    await officeOf({ page }).logOut();
    await expectSeen(page.getByRole('form'));
    await expectSoon(bodies, []);
  });

  it('[HIST-5] is taken back when the agent chat ends', async () => {
    const scene = await stage.scene({ cast: harbor });
    const { page } = await enter(scene, true, 'console');
    await page.context().grantPermissions(['notifications']);
    const bea = consoleOf(await scene.enter('bea', 'console'));
    const chat = await bea.start('My group', 'Ada', 'agent');
    await chat.write('Not for long');
    await expectSoon(() => page.evaluate(shownBodies), [['Not for long', true]]);
    await bea.end('Ada');
    await expectSoon(() => page.evaluate(shownBodies), []);
  });

  it('the setting is taken back and says why, where the worker may not either', async () => {
    const scene = await stage.scene({ cast: harbor });
    const window = await enter(scene);
    const { page } = window;
    await page.evaluate(`ServiceWorkerRegistration.prototype.showNotification = async () => {
      throw new TypeError('No notification permission has been granted for this origin.');
    }`);
    const mei = officeOf(await scene.enter('mei', 'office'));
    await (await mei.start('Erik', 'office')).write('Nobody sees this');
    const why = 'This browser cannot show notifications of this page.';
    await expectSeen(page.getByRole('status').getByText(why));
    await page.evaluate(turnBack);
    await (await officeOf(window).menu()).getByRole('menuitem', { name: 'Settings' }).click();
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await expectSeen(settings.getByRole('alert').getByText(why));
    expect(await settings.getByLabel('Show a desktop notification').isChecked()).toBe(false);
  });
});

const windows = [...phones, ...narrowWindows].map(
  ([name, view]) => [`${view.hasTouch ? 'a phone' : 'a window'} ${name}`, view] as const,
);

describe.each([['a desk', {}] as const, ...windows])('on %s', (_, view) => {
  it.each(sides)(
    'somebody new is asked once about sounds and notifications, in the %s',
    async (side, name) => {
      const scene = await stage.scene({ cast: harbor });
      const window = await scene.enter(name, side, view);
      const { page } = window;
      const asks = page.getByRole('region', { name: 'Do you want to notice new messages?' });
      await expectSeen(asks);
      await page.context().addInitScript(noting(true));
      await page.reload();
      const yes = asks.getByRole('button', { name: 'Sound and notifications' });
      await expectSeen(yes);
      await (view === windows[0]?.[1] ? yes.tap() : yes.press('Enter'));
      await expectGone(asks);
      await expectSoon(async () => (await notedIn(page)).tones, 1);
      await page.reload();
      await expectSeen(page.getByRole('main').getByText(/No chats yet|No agent chat is open/));
      await expectGone(asks);
      const choices = JSON.parse(
        await page.evaluate<string>(`localStorage.getItem('tieline.choices')`),
      ) as object;
      expect(choices).toMatchObject({ sound: true, desktop: true, asked: true });
    },
  );
});

it('who wants neither is not asked again, and finds both in the settings', async () => {
  const scene = await stage.scene({ cast: harbor });
  const window = await scene.enter('erik', 'office');
  const { page } = window;
  const asks = page.getByRole('region', { name: 'Do you want to notice new messages?' });
  await asks.getByRole('button', { name: 'No, thanks' }).click();
  await expectGone(asks);
  await page.reload();
  await expectSeen(page.getByText('No chats yet'));
  await expectGone(asks);
  await (await officeOf(window).menu()).getByRole('menuitem', { name: 'Settings' }).click();
  const sound = page.getByRole('dialog').getByLabel('Play a sound');
  expect(await sound.isChecked()).toBe(false);
  await sound.check();
  expect(await sound.isChecked()).toBe(true);
});

it('what is chosen in one tab holds in another, also where nothing of it is on the screen', async () => {
  const scene = await stage.scene({ cast: harbor });
  const first = await scene.enter('erik', 'office');
  await first.page.context().addInitScript(noting(true));
  await first.page.evaluate(choose({ sound: false, desktop: false, asked: true }));
  const tabs = [first, await stage.windows().openBeside(first)];
  for (const { page } of tabs) {
    await page.goto(`${stage.url()}/office/people`);
    await expectSeen(page.getByRole('list', { name: 'People' }));
    await page.keyboard.press('Shift');
  }
  const [chooses, hears] = tabs.map((tab) => officeOf(tab)) as [Office, Office];
  await (await chooses.menu()).getByRole('menuitem', { name: 'Settings' }).click();
  await chooses.page.getByRole('dialog').getByLabel('Play a sound').check();
  const before = (await notedIn(chooses.page)).tones;
  await chooses.page.evaluate(turnAway);
  await hears.page.keyboard.press('Shift');
  await hears.page.evaluate(turnAway);
  await chooses.page.close();
  const mei = officeOf(await scene.enter('mei', 'office'));
  await (await mei.start('Erik', 'office')).write('Is this heard?');
  await expectSoon(async () => (await notedIn(hears.page)).tones, 1);
  expect(before).toBeGreaterThan(0);

  // A choice there takes nothing back that was chosen here.
  await hears.page.evaluate(turnBack);
  await (await hears.menu()).getByRole('menuitem', { name: 'Settings' }).click();
  await hears.page.getByRole('dialog').getByText('Dark', { exact: true }).click();
  const choices = await hears.page.evaluate<string>(`localStorage.getItem('tieline.choices')`);
  expect(JSON.parse(choices)).toMatchObject({ sound: true, theme: 'dark' });
});
