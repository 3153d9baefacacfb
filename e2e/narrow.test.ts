import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import type { Chat } from './pages/chat.ts';
import { consoleOf } from './pages/console.ts';
import { evaluateAt } from './pages/evaluate-at.ts';
import { officeOf } from './pages/office.ts';
import { narrowWindows, phones } from './phones.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions.narrow);

async function boxOf(element: Locator) {
  const box = await element.boundingBox();
  if (!box) throw new Error('It is not on the screen.');
  return box;
}

/** Of each tool: its top, its size, and whether all of it is inside of the window. */
const toolsIn = `[...document.querySelectorAll('[role="toolbar"] button')].map((tool) => {
  const { top, left, right, width, height } = tool.getBoundingClientRect();
  return { top, width, height, isInside: left >= 0 && right <= innerWidth };
})`;

interface Tool {
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly isInside: boolean;
}

async function expectOneRow(page: Page): Promise<void> {
  const tools = await page.evaluate<Tool[]>(toolsIn);
  expect(tools).toHaveLength(13);
  expect(new Set(tools.map(({ top }) => top)).size).toBe(1);
  // WCAG 2.5.8.
  expect(tools.filter(({ width, height }) => width < 24 || height < 24)).toEqual([]);
  expect(tools.every(({ isInside }) => isInside)).toBe(true);
}

const sizes = [
  ...phones,
  ...narrowWindows,
  ['360 wide', { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true }],
] as const;

describe.each(sizes)('the console in a window %s', (_, view) => {
  it('has its tools in one row, and more room for messages than for writing them', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console', view));
    const chat = await ada.start('Directory', 'Erik', 'office');
    await chat.write('A question');
    await expectSeen(chat.message('A question'));
    await expectOneRow(ada.page);
    const messages = await boxOf(chat.section.getByTestId('timeline'));
    const group = await boxOf(chat.section.getByRole('group', { name: 'Editor' }));
    expect(messages.height).toBeGreaterThan(2 * group.height);
  });
});

it.each([
  ['of 1280 to 800', { width: 320, height: 200 }],
  ['of 1280 to 1024', { width: 320, height: 256 }],
])(
  'at a zoom of 400 %% a window %s has room for messages, and shows its tools when they are asked for',
  async (_, viewport) => {
    const scene = await stage.scene({ cast: harbor });
    await scene.enter('erik', 'office');
    const ada = consoleOf(await scene.enter('ada', 'console', { viewport }));
    const { page } = ada;
    const chat = await ada.start('Directory', 'Erik', 'office');
    await chat.write('A question');
    await expectSeen(chat.message('A question'));
    const messages = await boxOf(chat.section.getByTestId('timeline'));
    expect(messages.height).toBeGreaterThan(viewport.height * 0.4);
    const tools = chat.section.getByRole('toolbar', { name: 'Formatting' });
    expect(await tools.isVisible()).toBe(false);
    const shows = chat.section.getByRole('button', { name: 'Formatting' });
    await shows.press('Enter');
    await expectSeen(tools);
    expect(await shows.getAttribute('aria-expanded')).toBe('true');
    await expectOneRow(page);
    await chat.composer.click();
    await page.keyboard.type('bold');
    await page.keyboard.press('Control+a');
    await tools.getByRole('button', { name: 'Bold' }).click();
    await expectSeen(chat.composer.locator('strong'));
    await shows.press('Enter');
    await expectGone(tools.locator('visible=true'));
  },
);

const people = {
  ada: { agent: { groups: ['Support'], title: 'Senior customs clearance specialist' } },
  bea: { agent: { groups: ['Support', 'Claims and returns'], title: 'Dangerous goods adviser' } },
  erik: { office: { title: 'Head of route planning' }, department: 'International logistics' },
  mei: { office: { title: 'Route planner' } },
} as const;

/** Whether all words of an element are painted inside of it, none behind an ellipsis. */
const isInFull = (element: Locator) =>
  evaluateAt<boolean>(
    element,
    `(element) => {
      const row = element.closest('button');
      const { top, left, bottom, right } = row.getBoundingClientRect();
      const words = document.createRange();
      words.selectNodeContents(element);
      const isHidden = (part) => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1;
      const around = (part) => (part === row ? [] : [part, ...around(part.parentElement)]);
      return (
        [...words.getClientRects()].every((box) => box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom) &&
        !around(element).some((part) => getComputedStyle(part).overflowX !== 'visible' && isHidden(part))
      );
    }`,
  );

describe.each([['on a desk', {}] as const, ...sizes])('a list of people, %s', (_, view) => {
  it('shows title, department and groups in full', async () => {
    const scene = await stage.scene({ cast: people });
    const ada = consoleOf(await scene.enter('ada', 'console', view));
    await ada.toContacts();
    const bea = ada.entry('Bea', 'agent').getByText('Dangerous goods adviser');
    await expectSeen(bea, ada.entry('Bea', 'agent').getByText('Claims and returns'));
    expect(await isInFull(bea)).toBe(true);
    await ada.tab('Directory').click();
    const erik = ada.entry('Erik', 'office').getByText('International logistics');
    await expectSeen(erik);
    expect(await isInFull(erik)).toBe(true);

    const mei = officeOf(await scene.enter('mei', 'office', view));
    await mei.go('People');
    const inOffice = mei.entry('Erik', 'office').getByText('International logistics');
    await expectSeen(inOffice, mei.entry('Erik', 'office').getByText('Head of route planning'));
    expect(await isInFull(inOffice)).toBe(true);
  });
});

/** Where the first letters of a chat stand: of its header, of its messages, of what is written. */
const leftEdges = `(() => {
  const left = (element) => element.getBoundingClientRect().left;
  const section = document.querySelector('[data-timeline]').closest('section');
  const isSeen = (element) => element.checkVisibility();
  const first = [...section.querySelectorAll('header a svg, header [aria-hidden]')].find(isSeen);
  return {
    header: left(first),
    message: left(section.querySelector('[data-seq] [aria-hidden]')),
    group: left(section.querySelector('[data-composer]').closest('.rounded-xl')),
  };
})()`;

const widths = [320, 390, 768, 1024, 1280, 1440, 1920, 2560];

async function openChat(side: 'office' | 'console'): Promise<{ page: Page; chat: Chat }> {
  const scene = await stage.scene({ cast: harbor });
  if (side === 'office') {
    const erik = officeOf(await scene.enter('erik', 'office'));
    return { page: erik.page, chat: await erik.start('Mei', 'office') };
  }
  const ada = consoleOf(await scene.enter('ada', 'console'));
  await scene.enter('bea', 'console');
  return { page: ada.page, chat: await ada.start('My group', 'Bea', 'agent') };
}

it.each(['office', 'console'] as const)(
  'header, messages and editor begin in one line at any width, in the %s',
  async (side) => {
    const { page, chat } = await openChat(side);
    // More than fits, so that there is a scrollbar.
    for (const part of Array.from({ length: 40 }, (_, at) => at + 1)) await chat.write(`line ${part}`);
    await expectSeen(chat.section.locator('[data-seq]').getByText('line 40'));
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      // On a phone the editor is a little wider.
      const slack = width < 768 ? 16 : 1;
      await expectSoon(async () => {
        const edges = await page.evaluate<Record<'header' | 'message' | 'group', number>>(leftEdges);
        const isInLine = Math.abs(edges.header - edges.message) <= 1;
        return isInLine && Math.abs(edges.group - edges.message) <= slack ? 'in line' : { width, ...edges };
      }, 'in line');
    }
  },
);
