import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { chatLink } from './pages/chat.ts';
import { consoleOf } from './pages/console.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const stage = useStage(conditions['chat-list']);
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** Whether all of it is inside the link, and nothing of it hidden behind something else there. */
async function isInFull(link: Locator, part: Locator): Promise<boolean> {
  const [outer, inner] = await Promise.all([link.boundingBox(), part.boundingBox()]);
  if (!outer || !inner) return false;
  return inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width && inner.width > 8;
}

/** In a list of chats: the newest message that nobody has read, beside the sign of a draft. */
async function expectBoth(list: Locator): Promise<void> {
  const link = chatLink(list, 'Mei');
  const parts = [
    link.getByText('The gate is closed', { exact: true }),
    link.getByText('Draft', { exact: true }),
    link.getByText('1 unread').locator('..'),
  ];
  await expectSeen(...parts);
  for (const part of parts) expect(await isInFull(link, part)).toBe(true);
  // In this order, for who hears it.
  await expectSeen(list.getByRole('link', { name: /^Mei\b.*The gate is closed\W+Draft\W+1 unread/ }));
  await expectGone(link.getByText('half a thought'));
}

describe('a chat with a draft, in a list', () => {
  it.each([
    ['on a desk', {}],
    ['on a phone', phone],
  ])(
    'shows the message that came since, and when that is read the draft, in the office %s',
    async (_, view) => {
      const scene = await stage.scene({ cast: harbor });
      const erik = officeOf(await scene.enter('erik', 'office', view));
      const mei = officeOf(await scene.enter('mei', 'office'));
      const chat = await erik.start('Mei', 'office');
      await chat.composer.fill('half a thought');
      await erik.page.goto(`${stage.url()}/office/chats`);
      const link = erik.link('Mei');
      await expectSeen(link.getByText('Draft: half a thought'));
      const saying = await mei.start('Erik', 'office');
      await saying.write('The gate is closed');
      await expectBoth(erik.chats);

      await link.click();
      await expectSeen(chat.message('The gate is closed'));
      await expectSoon(() => chat.composer.inputValue(), 'half a thought');
      await expectSeen(saying.section.getByText('Read', { exact: true }));
      await expectGone(erik.chats.getByText('1 unread'));
      await erik.page.goBack();
      await expectSeen(link.getByText('Draft: half a thought'));
    },
  );

  it('shows the message that came since in the console, formatted as it is', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const mei = officeOf(await scene.enter('mei', 'office'));
    const chat = await ada.start('Directory', 'Mei', 'office');
    await chat.composer.click();
    await ada.page.keyboard.type('half a ');
    await ada.page.keyboard.press('Control+b');
    await ada.page.keyboard.type('thought');
    await ada.start('Directory', 'Erik', 'office');
    await expectSeen(ada.expertLink('Mei').getByText('Draft: half a thought'));
    await (await mei.start('Ada', 'agent')).write('The gate is closed');
    await expectBoth(ada.expertChats);
  });

  it('shows what is typed in another tab, as it is typed', async () => {
    const scene = await stage.scene({ cast: harbor });
    const window = await scene.enter('erik', 'office');
    const erik = officeOf(window);
    const beside = await stage.windows().openBeside(window);
    const chat = await erik.start('Mei', 'office');
    await chat.write('Good morning');
    await beside.page.goto(`${stage.url()}/office/chats`);
    const link = officeOf(beside).link('Mei');
    await expectSeen(link.getByText('Good morning'));
    await chat.composer.fill('half a thought');
    await expectSeen(link.getByText('Draft: half a thought'));
    await chat.composer.fill('');
    await expectSeen(link.getByText('Good morning'));
    await expectGone(link.getByText('Draft'));
  });
});
