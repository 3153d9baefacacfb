import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { consoleOf } from './pages/console.ts';
import { evaluateAt } from './pages/evaluate-at.ts';
import { officeOf } from './pages/office.ts';
import { useStage } from './stage.ts';

const stage = useStage(conditions.letters);

const zalgo = Array.from(
  { length: 20 },
  () => `Z${'\u0321\u0338\u0352\u034d\u035a'.repeat(20).slice(0, 99)}`,
).join('');
const family = '👩‍👩‍👧‍👦';
const cast = {
  ada: { agent: { groups: ['Support'], title: 'Support agent' } },
  bea: { agent: { groups: ['Support'] } },
  erik: { office: { title: 'Customs expert' } },
  mei: { office: {} },
  zoe: { name: 'Zoë Müller', office: { title: 'Claims' } },
  dana: { name: 'דנה כהן', office: { title: 'כספים' }, department: 'Finance' },
  zalgo: { name: zalgo, office: { title: zalgo } },
} as const;

/** Where the lines of an element stand: which way each runs, and which edge it begins at. */
const linesOf = `(element) => {
  const box = element.getBoundingClientRect();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const lines = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let from = 0;
    for (const line of node.data.split('\\n')) {
      const rectOf = (start, end) => {
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, end);
        return range.getBoundingClientRect();
      };
      if (line.trim() !== '') {
        const first = rectOf(from, from + 1);
        const last = rectOf(from + line.length - 1, from + line.length);
        const whole = rectOf(from, from + line.length);
        const runs = first.left > last.left ? 'rtl' : 'ltr';
        lines.push(runs + ' ' + (box.right - whole.right < whole.left - box.left ? 'right' : 'left'));
      }
      from += line.length + 1;
    }
  }
  return lines;
}`;
const lines = (place: Locator): Promise<string[]> => evaluateAt(place, linesOf);
const directionOf = (place: Locator): Promise<string> =>
  evaluateAt(place, '(element) => getComputedStyle(element).direction');

const overflowOf = (place: Locator): Promise<string> =>
  evaluateAt(place, '(element) => getComputedStyle(element.closest("p, .clip-marks") ?? element).overflowY');

/** Pixels above and below a line in which its letters may have marks, and those of its neighbours as well. */
const roomForMarks = 5;

/** What is painted on a place, with an element shown and with it hidden: alike where nothing of it is there. */
async function isPaintedOver(page: Page, place: Locator, by: Locator): Promise<boolean> {
  await page.mouse.move(0, 0);
  const box = await place.boundingBox();
  if (box === null) throw new Error('There is no such place.');
  const clip = { ...box, y: box.y + roomForMarks, height: box.height - 2 * roomForMarks };
  const shown = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
  await evaluateAt(by, '(element) => { element.style.visibility = "hidden"; }');
  const hidden = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
  await evaluateAt(by, '(element) => { element.style.visibility = ""; }');
  return !shown.equals(hidden);
}

describe('each line runs as its own first letter does', () => {
  it('[CONT-2] in the messages, the list and the names of the office', async () => {
    const scene = await stage.scene({ cast });
    const dana = officeOf(await scene.enter('dana', 'office'));
    const mei = officeOf(await scene.enter('mei', 'office'));
    const toMei = await dana.start('Mei', 'office');
    await toMei.composer.fill('Three lines:\nשלום לכולם, hello\nand the end');
    await toMei.composer.press('Enter');
    await toMei.write('שלום 7, all of you');
    const item = mei.chats.locator('li').filter({ hasText: 'שלום 7' });
    await expectSeen(item);
    await expectSoon(() => directionOf(item.getByText('שלום 7, all of you')), 'rtl');
    await expectSoon(() => directionOf(item.getByText('דנה כהן', { exact: true })), 'rtl');
    await item.getByRole('link').click();
    const message = (text: string) =>
      mei.page.getByTestId('timeline').locator('p[dir="auto"]:not([translate])').filter({ hasText: text });
    await expectSoon(() => lines(message('Three lines')), ['ltr left', 'rtl right', 'ltr left']);
    await expectSoon(() => lines(message('שלום 7')), ['rtl right']);
    // In a sentence a name keeps its letters to itself.
    const field = mei.page.locator('[data-composer]');
    expect(await field.getAttribute('aria-label')).toBe('Message to \u2068דנה כהן\u2069');
    expect(await directionOf(mei.page.getByRole('heading', { level: 1 }))).toBe('rtl');
  });

  it('[CONT-1] in the blocks of a formatted message, in the editor and on its page', async () => {
    const scene = await stage.scene({ cast });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const mei = officeOf(await scene.enter('mei', 'office'));
    const toMei = await ada.start('Directory', 'Mei', 'office');
    await toMei.composer.pressSequentially('In English');
    await toMei.composer.press('Shift+Enter');
    await toMei.composer.pressSequentially('בעברית');
    await toMei.composer.press('Shift+Enter');
    await toMei.composer.pressSequentially('- פריט');
    const texts = (place: Locator) => place.locator('p, li');
    await expectSoon(async () => (await lines(toMei.composer)).slice(0, 2), ['ltr left', 'rtl right']);
    expect(await directionOf(toMei.composer.locator('ul'))).toBe('rtl');
    await toMei.composer.press('Enter');
    const sent = toMei.section.getByTestId('timeline').locator('.rich');
    await expectSeen(sent.locator('ul'));
    expect(await directionOf(sent.locator('ul'))).toBe('rtl');
    expect(await lines(sent)).toEqual(['ltr left', 'rtl right', expect.stringMatching(/right$/) as string]);
    expect(await texts(sent).count()).toBeGreaterThan(2);

    await (await mei.open('Ada')).section.getByRole('link', { name: 'Show formatted' }).click();
    const shown = await mei.page.context().waitForEvent('page');
    await shown.locator('main ul').waitFor();
    expect(await directionOf(shown.locator('main ul'))).toBe('rtl');
    expect((await lines(shown.locator('main'))).slice(0, 2)).toEqual(['ltr left', 'rtl right']);
  });
});

describe('letters under a pile of marks', () => {
  it('[CONT-2] stay in their row of the office: in messages, lists, names and headers', async () => {
    const scene = await stage.scene({ cast });
    const mei = officeOf(await scene.enter('mei', 'office'));
    const erik = officeOf(await scene.enter('erik', 'office'));
    const other = officeOf(await scene.enter('zalgo', 'office'));
    const toMei = await erik.start('Mei', 'office');
    for (const text of ['The row above', zalgo, 'The row below']) await toMei.write(text);
    const fromZalgo = await other.start('Mei', 'office');
    await fromZalgo.write(zalgo);

    const { page } = mei;
    await expectSeen(mei.link('Erik'));
    const items = mei.chats.locator('li');
    await expectSoon(() => items.count(), 2);
    expect(await isPaintedOver(page, items.nth(1), items.nth(0))).toBe(false);
    expect(await isPaintedOver(page, page.getByRole('heading', { name: 'Chats' }), items.nth(0))).toBe(false);
    // What is looked for is seen where it is.
    expect(await isPaintedOver(page, items.nth(0), items.nth(0))).toBe(true);

    await mei.link('Erik').click();
    const rows = page.getByTestId('timeline').locator('p[dir="auto"]:not([translate])');
    await expectSoon(() => rows.count(), 3);
    expect(await isPaintedOver(page, rows.nth(0), rows.nth(1))).toBe(false);
    expect(await isPaintedOver(page, rows.nth(2), rows.nth(1))).toBe(false);
    // Whatever the font does with the marks.
    expect(await overflowOf(rows.nth(1))).toBe('clip');

    await items.filter({ hasText: 'Z' }).getByRole('link').click();
    await expectSoon(() => rows.count(), 1);
    const heading = page.locator('section h1');
    await expectSeen(heading);
    expect(await isPaintedOver(page, rows.nth(0), heading)).toBe(false);

    await mei.go('People');
    const entries = mei.people.locator('[data-item-index]');
    await expectSoon(() => entries.count(), Object.keys(cast).length - 1);
    const at = (await entries.allTextContents()).findIndex((text) => text.includes('Z\u0321'));
    expect(at).toBeGreaterThan(0);
    expect(await isPaintedOver(page, entries.nth(at - 1), entries.nth(at))).toBe(false);
  });

  it('[CONT-1] stay in their row of the console', async () => {
    const scene = await stage.scene({ cast });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const bea = consoleOf(await scene.enter('bea', 'console'));
    const toBea = await ada.start('My group', 'Bea', 'agent');
    for (const text of ['The row above', zalgo, 'The row below']) await toBea.write(text);
    await bea.agentLink('Ada').click();
    const rows = bea.page.getByTestId('timeline').locator('.rich');
    await expectSoon(() => rows.count(), 3);
    expect(await isPaintedOver(bea.page, rows.nth(0), rows.nth(1))).toBe(false);
    expect(await isPaintedOver(bea.page, rows.nth(2), rows.nth(1))).toBe(false);
    expect(await overflowOf(rows.nth(1))).toBe('clip');
  });

  it('cost no mark of a language that has many', async () => {
    const scene = await stage.scene({ cast });
    const mei = officeOf(await scene.enter('mei', 'office'));
    const toErik = await mei.start('Erik', 'office');
    const texts = [
      'Ấ Ặ Ỗ Ữ ằ ẵ Ǻ Ṩ',
      'بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ',
      'ปู่ย่าตายาย ที่นี่ กุ้ง ฎีกา',
      'བཀྲ་ཤིས་བདེ་ལེགས རྐྱོངས',
      'हिन्दी र्ट्रैं',
    ];
    for (const text of texts) await toErik.write(text);
    const rows = mei.page.getByTestId('timeline').locator('p[dir="auto"]:not([translate])');
    await expectSoon(() => rows.count(), texts.length);
    const boxes = await Promise.all(texts.map((_, at) => rows.nth(at).boundingBox()));
    const picture = async () => {
      await mei.page.mouse.move(0, 0);
      const top = (boxes[0]?.y ?? 0) - 2 * roomForMarks;
      const { x = 0, y = 0, width = 0, height = 0 } = boxes.at(-1) ?? {};
      const clip = { x, y: top, width, height: y + height + 2 * roomForMarks - top };
      return mei.page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
    };
    const clipped = await picture();
    await mei.page.addStyleTag({
      content: '[data-testid="timeline"] .clip-marks { overflow: visible !important }',
    });
    expect(clipped.equals(await picture())).toBe(true);
  });
});

it('[CONT-8] an excerpt ends behind a whole letter, and a reload changes nothing', async () => {
  const scene = await stage.scene({ cast });
  const ada = consoleOf(await scene.enter('ada', 'console'));
  const mei = officeOf(await scene.enter('mei', 'office'));
  const toMei = await ada.start('Directory', 'Mei', 'office');
  await toMei.composer.fill(`${'word '.repeat(31)}abc ${family.repeat(9)}`);
  await toMei.composer.press('Enter');
  const shown = `${'word '.repeat(31)}abc ${family}…`;
  for (const item of [mei.link('Ada'), ada.expertLink('Mei')]) {
    await expectSoon(async () => (await item.textContent())?.includes(shown), true);
    await item.page().reload();
    await expectSoon(async () => (await item.textContent())?.includes(shown), true);
  }
});

it('what cannot be seen is neither sent nor kept as a draft', async () => {
  const scene = await stage.scene({ cast });
  const windows = {
    office: officeOf(await scene.enter('mei', 'office')),
    console: consoleOf(await scene.enter('ada', 'console')),
  };
  const chats = [
    await windows.office.start('Erik', 'office'),
    await windows.console.start('Directory', 'Erik', 'office'),
  ];
  for (const { composer, section, message } of chats) {
    const button = section.getByRole('button', { name: 'Send' });
    await composer.fill('.');
    await expectSoon(() => button.getAttribute('aria-disabled'), 'false');
    await composer.fill('\u2800\u200b\u3164\u00ad');
    await expectSoon(() => button.getAttribute('aria-disabled'), 'true');
    await composer.press('Enter');
    await composer.fill('❤️ first');
    await composer.press('Enter');
    await expectSeen(message('first'));
    expect(await section.locator('[role="listitem"]').count()).toBe(1);
    await composer.fill('\u2800');
  }
  await windows.office.start('Zoë Müller', 'office');
  await expectSeen(windows.office.page.locator('[data-composer]'));
  await windows.office.go('Chats');
  await expectSeen(windows.office.link('Erik').getByText('❤️ first'));
  await expectGone(windows.office.link('Erik').getByText('Draft'));
});

it('people are found however their names are written', async () => {
  const scene = await stage.scene({ cast });
  const mei = officeOf(await scene.enter('mei', 'office'));
  await mei.go('People');
  const field = mei.page.getByRole('searchbox');
  for (const typed of ['zoe', 'MULLER zoë', 'claims', `zoe@${scene.slug}`]) {
    await field.fill(typed);
    await expectSoon(() => mei.people.locator('[data-item-index]').count(), 1);
    await expectSeen(mei.entry('Zoë Müller', 'office'));
  }
  await field.fill('\u200b');
  // Everybody but herself.
  await expectSoon(() => mei.people.locator('[data-item-index]').count(), Object.keys(cast).length - 1);
  const toZoe = await mei.start('Zoë Müller', 'office');
  await toZoe.write('Hello');
  await mei.page.keyboard.press('Control+k');
  for (const typed of ['muller', 'zoe']) {
    await mei.page.getByRole('combobox').fill(typed);
    await expectSeen(mei.page.getByRole('option', { name: /Zoë Müller/ }).getByText('Chats'));
  }
});
