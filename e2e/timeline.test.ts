import { randomUUID } from 'node:crypto';
import { type Device, openRawSocket, signIn, testPassword } from '@tieline/testkit';
import { describe, expect, it } from 'vitest';
import { allConditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { type Chat, isNarrow, leaveChat } from './pages/chat.ts';
import { withoutMarks } from './pages/editor.ts';
import { officeOf } from './pages/office.ts';
import { type Eyes, letPass, readMark, watch } from './pages/reading.ts';
import { harbor, type Scene, type Stage, useStage } from './stage.ts';
import type { Window } from './windows.ts';

const words = (count: number) => 'a container that waits at the gate '.repeat(Math.ceil(count / 7)).trim();
/** Of many sizes, as people write; it begins with its number. */
const numbered = (number: number) => `#${number} ${words(7 * (1 + ((number * 7) % 11)))}`;

interface Talk {
  readonly erik: ReturnType<typeof officeOf>;
  readonly window: Window;
  readonly eyes: Eyes;
  readonly chat: Chat;
  /** As Mei, in order; answers the place of the last. */
  say(...texts: readonly string[]): Promise<number>;
  /** As Mei, as fast as it goes, in any order. */
  flood(texts: readonly string[]): Promise<void>;
  leave(): Promise<void>;
  enter(): Promise<void>;
}

async function sayAs(device: Device, conversation: string, text: string): Promise<number> {
  const body = { kind: 'plain', text };
  for (;;) {
    const input = { clientId: randomUUID(), body };
    const path = `/conversations/${conversation}/messages`;
    const { status, body: answer } = await device.request<{ message: { seq: number } }>('POST', path, input);
    if (status < 300) return answer.message.seq;
    if (status !== 429) throw new Error(`not stored: ${JSON.stringify(answer)}`);
  }
}

/** Erik in the office, with a chat in which he has read the first message of Mei. */
async function talk(stage: Stage): Promise<Talk> {
  const scene: Scene<keyof typeof harbor> = await stage.scene({ cast: harbor });
  const window = await scene.enter('erik', 'office');
  const erik = officeOf(window);
  const address = { url: stage.url(), slug: scene.slug, password: testPassword };
  const meis = await Promise.all([1, 2, 3, 4].map(() => signIn(address, 'mei', 'office')));
  const [mei] = meis;
  if (!mei) throw new Error('Mei is signed in.');
  await openRawSocket(stage.url(), mei.token, 'office');
  const chat = await erik.start('Mei', 'office');
  const id = new URL(window.page.url()).pathname.split('/').at(-1) ?? '';
  const say = async (...texts: readonly string[]) => {
    let last = 0;
    for (const text of texts) last = await sayAs(mei, id, text);
    return last;
  };
  const first = await say('#0 seen');
  await expectSeen(chat.message('#0 seen'));
  await expectSoon(() => readMark(window), first);
  return {
    erik,
    window,
    eyes: await watch(window.page),
    chat,
    say,
    flood: async (texts) => {
      const left = [...texts];
      const work = meis.map(async (device) => {
        for (let text = left.shift(); text !== undefined; text = left.shift()) await sayAs(device, id, text);
      });
      await Promise.all(work);
    },
    leave: async () => {
      await erik.go('People');
      // What comes before the chat is gone is seen.
      await chat.section.waitFor({ state: 'detached' });
    },
    enter: async () => {
      await erik.go('Chats');
      await erik.link('Mei').click();
      await chat.section.waitFor();
    },
  };
}

/** Everything up to the mark was in view; a number is the place of its message without `offset`. */
async function expectReadWasSeen({ eyes, window }: Talk, offset = 1): Promise<void> {
  const mark = readMark(window);
  const unseen = await eyes.unseen();
  for (let number = 1; number + offset <= mark; number += 1)
    expect([number, (unseen.get(number) ?? Infinity) <= 4]).toEqual([number, true]);
}

const newest = ({ chat }: Talk) => chat.section.getByRole('button', { name: 'Go to the newest message' });
const above = ({ chat }: Talk) => chat.section.getByRole('button', { name: /unread above$/ });
/** Where a message stands on the page. */
const topOf = async ({ chat }: Talk, text: string) => (await chat.message(text).boundingBox())?.y ?? NaN;
const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, place) => from + place);

/** What the list of chats says of unread messages; on a phone the chat is left for it. */
async function expectListed({ erik, window }: Talk, unread: string | null): Promise<void> {
  await leaveChat(window.page);
  const badge = erik.link('Mei').getByText(unread ?? 'unread');
  await expectSeen(erik.link('Mei'));
  await (unread === null ? expectGone(badge) : expectSeen(badge));
}

/** As if the person had turned to another window. */
const turnAway = `Object.defineProperty(document, 'hasFocus', { value: () => false, configurable: true });
  dispatchEvent(new Event('blur'))`;
const turnBack = `delete document.hasFocus; dispatchEvent(new Event('focus'))`;

/** As a phone does whose keyboard lies over the page without making it smaller. */
const raiseKeyboard = `Object.defineProperty(window, 'visualViewport', {
  value: Object.assign(new EventTarget(), { offsetTop: 0, height: 200 }),
  configurable: true,
})`;
const lowerKeyboard = `delete window.visualViewport; dispatchEvent(new Event('focus'))`;

/** As an image that is there at last. */
const growFirstRow = `document.querySelector('[data-testid="timeline"] [role="listitem"]').style.paddingTop = '240px'`;

describe.each(allConditions)('a chat: $size, $motion motion, translated: $translated', (condition) => {
  const stage = useStage(condition);

  it('follows a long message at its end, and counts it as read when it was in view', async () => {
    const open = await talk(stage);
    for (const number of numbers(8)) {
      const place = await open.say(`#${number} ${words(500)}`);
      await expectSeen(open.chat.message(`#${number} `));
      await expectSoon(async () => (await open.eyes.view()).fromEnd <= 2, true);
      await expectSoon(() => readMark(open.window), place);
      const { numbers: inView } = await open.eyes.view();
      expect(inView).toContain(number);
    }
    await expectGone(newest(open));
    await expectListed(open, null);
  });

  it('opens at the first of 42 unread messages, and reads none that is not in view', async () => {
    const open = await talk(stage);
    await open.leave();
    await open.say(...numbers(42).map(numbered));
    await expectSeen(open.erik.rail.getByText('42 unread messages'));
    await open.enter();
    await expectSeen(open.chat.message('#1 ').getByText('New', { exact: true }));
    await expectSoon(() => readMark(open.window) > 1, true);
    await letPass(open.window.page);
    expect(readMark(open.window)).toBeLessThan(43);
    await expectReadWasSeen(open);
    const left = 43 - readMark(open.window);
    await expectSeen(newest(open));
    await expectListed(open, `${left} unread`);
  });

  it('reads as its reader goes down, to the end', async () => {
    const open = await talk(stage);
    await open.leave();
    const last = await open.say(...numbers(42).map(numbered));
    await open.enter();
    await expectSeen(open.chat.message('#1 '));
    const { page } = open.window;
    await page.getByTestId('timeline').hover();
    for (let step = 0; step < 400 && readMark(open.window) < last; step += 1) {
      await page.mouse.wheel(0, 120);
      await page.waitForTimeout(60);
    }
    await expectSoon(() => readMark(open.window), last);
    await expectReadWasSeen(open);
    await expectListed(open, null);
  });

  it('opens at the first of far more unread messages than a page holds, and keeps the others unread', async () => {
    // More than a client looks through page by page once, and some pages under the other conditions.
    const count = condition === allConditions[0] ? 1_300 : 300;
    const open = await talk(stage);
    await open.leave();
    await open.say('#1 first');
    await open.flood(numbers(count - 2, 2).map((number) => `#${number} more`));
    const last = await open.say(`#${count} last`);
    // What came while the page was there, it holds; of a page that comes anew nothing is loaded.
    await open.window.page.reload();
    await open.enter();
    await expectSeen(open.chat.message('#1 first').getByText('New', { exact: true }), newest(open));
    await expectSoon(() => readMark(open.window) > 1, true);
    await letPass(open.window.page);
    expect(readMark(open.window)).toBeLessThan(100);
    await expectSeen(open.chat.section.getByText('100+ new messages'));

    const read = readMark(open.window);
    await newest(open).click();
    await expectSeen(open.chat.message(`#${count} last`));
    await expectSeen(open.chat.section.getByText('100+ unread above'));
    await letPass(open.window.page);
    expect(readMark(open.window)).toBe(read);
    if (!isNarrow(open.window.page)) await expectListed(open, '100 unread');

    await above(open).click();
    await expectSoon(() => readMark(open.window) > read, true);
    await newest(open).click();
    await open.chat.section.getByRole('button', { name: 'Mark all as read' }).click();
    await expectSoon(() => readMark(open.window), last);
    await expectGone(above(open));
    await expectListed(open, null);
  }, 180_000);

  it('stays where its reader scrolls to right after it has opened, while older messages come in', async () => {
    const open = await talk(stage);
    await open.say(...numbers(200).map(numbered));
    // So short that the view comes to the end of the first page, and the next one comes in above it.
    const last = await open.say(...numbers(130, 201).map((number) => `#${number} short`));
    const { page } = open.window;
    const markAll = open.chat.section.getByRole('button', { name: 'Mark all as read' });
    for (let round = 0; round < 100 && readMark(open.window) < last; round += 1) {
      const way = (await markAll.count()) > 0 ? markAll : newest(open);
      if ((await way.count()) > 0) await way.click();
      await page.waitForTimeout(100);
    }
    expect(readMark(open.window)).toBe(last);
    await open.leave();

    await open.enter();
    await open.chat.message('#').first().waitFor();
    await page.getByTestId('timeline').hover();
    await page.mouse.wheel(0, -3_000);
    await letPass(page);
    const reached = await open.eyes.view();
    expect(reached.fromEnd).toBeGreaterThan(1_500);
    expect(reached.fromEnd).toBeLessThan(3_600);
    expect(reached.empty).toBeLessThan(200);
    await expectSeen(newest(open));
    const inView = `#${reached.numbers.at(2)} `;
    const before = await topOf(open, inView);
    await page.evaluate(growFirstRow);
    await open.eyes.view();
    expect(Math.abs((await topOf(open, inView)) - before)).toBeLessThan(2);
    const middle = (await open.eyes.middles()).length;
    for (let step = 0; step < 60; step += 1) {
      await page.mouse.wheel(0, -700);
      await page.waitForTimeout(80);
    }
    await expectSeen(open.chat.message('#0 seen'));
    const middles = (await open.eyes.middles()).slice(middle);
    expect(middles.length).toBeGreaterThan(20);
    // On the way up each one is older than the one before, whatever comes in above.
    expect(middles).toEqual(middles.toSorted((one, other) => other - one));
  }, 120_000);

  it('goes along with the focus to what is out of view', async () => {
    const open = await talk(stage);
    const { page } = open.window;
    await open.leave();
    await open.say(`#1 ${words(900)} https://example.org/plan`, ...numbers(8, 2).map(numbered));
    await open.enter();
    await expectSeen(open.chat.message('#1 ').getByText('New', { exact: true }));
    await letPass(page);
    const link = open.chat.section.getByRole('link', { name: 'example.org/plan' });
    const fromBottom = async () => {
      const [view, box] = await Promise.all([page.getByTestId('timeline').boundingBox(), link.boundingBox()]);
      return (view?.y ?? NaN) + (view?.height ?? NaN) - (box?.y ?? NaN);
    };
    expect(await fromBottom()).toBeLessThan(0);
    await link.focus();
    await letPass(page);
    expect(await fromBottom()).toBeGreaterThan(0);
  });

  it('reads nothing while nobody looks, or something lies over it', async () => {
    const open = await talk(stage);
    const { page } = open.window;
    await page.evaluate(turnAway);
    await open.say(numbered(1));
    await expectSeen(open.chat.message('#1 '));
    await letPass(page);
    expect(readMark(open.window)).toBe(1);
    await page.evaluate(turnBack);
    await expectSoon(() => readMark(open.window), 2);

    await page.evaluate(raiseKeyboard);
    await open.say(numbered(2));
    await expectSeen(open.chat.message('#2 '));
    await letPass(page);
    expect(readMark(open.window)).toBe(2);
    await page.evaluate(lowerKeyboard);
    await expectSoon(() => readMark(open.window), 3);

    await page.keyboard.press('Control+k');
    const search = page.getByRole('combobox', { name: 'Jump to a chat' });
    await expectSeen(search);
    await open.say(numbered(3));
    await page.getByTestId('timeline').getByText('#3 ').waitFor();
    await letPass(page);
    expect(readMark(open.window)).toBe(3);
    await page.keyboard.press('Escape');
    await expectSoon(() => readMark(open.window), 4);
  });

  it('counts a message that is far taller than the view as read at its end', async () => {
    const open = await talk(stage);
    await open.leave();
    const tall = await open.say(`#1 ${words(2_000).slice(0, 9_990)}`);
    const last = await open.say('#2 short');
    await open.enter();
    await expectSeen(open.chat.message('#1 ').getByText('New', { exact: true }), newest(open));
    await letPass(open.window.page);
    expect(readMark(open.window)).toBeLessThan(tall);
    await newest(open).click();
    await expectSoon(() => readMark(open.window), last);
  });

  it('keeps to its end when the window gets smaller and larger', async () => {
    const open = await talk(stage);
    await open.say(...numbers(20).map(numbered));
    const { page } = open.window;
    await expectSoon(async () => (await open.eyes.view()).fromEnd <= 2, true);
    const size = page.viewportSize() ?? { width: 1280, height: 800 };
    const sizes = [{ ...size, height: 420 }, { width: 700, height: 420 }, size];
    for (const next of sizes) {
      await page.setViewportSize(next);
      await expectSoon(async () => (await open.eyes.view()).fromEnd <= 2, true);
      await expectSeen(open.chat.message('#20 '));
    }
    await expectGone(newest(open));
  });

  it('gives the words of three messages to the clipboard, and nothing else', async () => {
    const open = await talk(stage);
    await open.say('one\nof two lines', 'two  with  spaces', 'three');
    await expectSeen(open.chat.message('three'));
    const { page } = open.window;
    await page.evaluate(`(() => {
      const words = [...document.querySelectorAll('[data-testid="timeline"] p')];
      const one = words.find((p) => p.textContent.startsWith('one'));
      const three = words.find((p) => p.textContent.startsWith('three'));
      getSelection().setBaseAndExtent(one, 0, three, three.childNodes.length);
    })()`);
    await page.keyboard.press('Control+c');
    await open.chat.composer.click();
    await page.keyboard.press('Control+v');
    await expectSoon(
      async () => withoutMarks(await open.chat.composer.inputValue()),
      'one\nof two lines\ntwo  with  spaces\nthree',
    );
    await open.chat.composer.fill('');
  });
});
