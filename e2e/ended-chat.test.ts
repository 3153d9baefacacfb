import type { BrowserContext } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectFocused, expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { pngFile } from './files.ts';
import type { Chat } from './pages/chat.ts';
import { type Console, consoleOf } from './pages/console.ts';
import { contentOf, imagesOf, isLoaded } from './pages/editor.ts';
import { officeOf } from './pages/office.ts';
import { harbor, type Scene, useStage } from './stage.ts';

// Long enough for somebody without a line to write something before their chat ends.
const stage = useStage(conditions['ended-chat'], { graceSeconds: 8 });
const old = /manifest|Here it is/;

interface Talk {
  readonly scene: Scene<keyof typeof harbor>;
  readonly ada: Console;
  readonly bea: Console;
  /** As Ada has it, and as Bea has it. */
  readonly asking: Chat;
  readonly answering: Chat;
}

/** Two agents with one message each way; Ada has begun to write the next one. */
async function talk(): Promise<Talk> {
  const scene = await stage.scene({ cast: harbor });
  const ada = consoleOf(await scene.enter('ada', 'console'));
  const bea = consoleOf(await scene.enter('bea', 'console'));
  const asking = await ada.start('My group', 'Bea', 'agent');
  await asking.write('Do you have the manifest?');
  await bea.agentLink('Ada').click();
  const answering = bea.chat('Ada');
  await answering.write('Here it is.');
  await expectSeen(asking.message('Here it is.'));
  await asking.composer.click();
  await ada.page.keyboard.type('Half a ');
  await ada.page.keyboard.press('Control+b');
  await ada.page.keyboard.type('thought');
  return { scene, ada, bea, asking, answering };
}

const draft = '<p>Half a <strong>thought</strong></p>';
const startNew = ({ section }: Chat) => section.getByRole('button', { name: 'Start a new chat' });

/** The pane is there, says `why`, holds the draft and nothing of the chat that is over. */
async function expectEnded({ page }: Console, chat: Chat, why: string): Promise<void> {
  await expectSeen(startNew(chat));
  await expectSeen(chat.section.getByRole('status').filter({ hasText: why }));
  await expectSoon(() => chat.section.getByText(why).count(), 2);
  await expectGone(page.getByText(old));
  await expectSoon(() => contentOf(chat.composer), draft);
}

describe('an agent chat that ends while one types', () => {
  it('[HIST-5] stays with its draft, says who ended it, and begins a new chat only when asked to', async () => {
    const { ada, bea, asking, answering } = await talk();
    await bea.end('Ada');
    await expectEnded(ada, asking, 'Bea ended your chat.');
    await expectFocused(asking.composer);
    await expectGone(asking.section.getByRole('button', { name: 'End chat' }));

    // Sent a moment too late, it begins nothing.
    await ada.page.keyboard.press('Enter');
    await expectSeen(ada.page.getByText('This chat has ended. Start a new one to send.'));
    expect(await contentOf(asking.composer)).toBe(draft);
    await expectGone(bea.agentChats.getByRole('link'));

    await startNew(asking).click();
    await expectGone(startNew(asking));
    await expectFocused(asking.composer);
    expect(await contentOf(asking.composer)).toBe(draft);
    await expectGone(bea.agentChats.getByRole('link'));
    await ada.page.keyboard.press('Enter');
    await bea.agentLink('Ada').click();
    await expectSeen(asking.message('Half a thought'), answering.message('Half a thought'));
    for (const { page } of [ada, bea]) await expectGone(page.getByText(old));
  });

  it('[HIST-5] is found again in the list and after a reload, by its draft', async () => {
    const { ada, bea, asking } = await talk();
    await bea.end('Ada');
    await expectEnded(ada, asking, 'Bea ended your chat.');
    await ada.start('Directory', 'Erik', 'office');
    await expectSeen(ada.agentLink('Bea').getByText('Draft: Half a thought'));
    await ada.agentLink('Bea').click();
    await expectEnded(ada, asking, 'Bea ended your chat.');

    await ada.page.reload();
    await expectEnded(ada, asking, 'Bea ended your chat.');
    await startNew(asking).click();
    await expectGone(startNew(asking));
    await ada.page.reload();
    await expectSoon(() => contentOf(asking.composer), draft);
    await expectGone(startNew(asking));
  });

  it('[HIST-5, DEL-3] says that the other one logged out, and keeps what cannot be sent', async () => {
    const { ada, bea, asking, scene } = await talk();
    await bea.logOut();
    await expectEnded(ada, asking, 'Bea logged out, so your chat has ended.');
    const isAway = asking.section.getByText('Bea is logged out now. You can send once Bea is back.');
    await expectSeen(isAway);
    await startNew(asking).click();
    await expectGone(startNew(asking));
    await ada.page.keyboard.press('Enter');
    const refused = asking.message('Half a thought');
    await expectSeen(
      refused.getByText('Not sent: This agent is logged out.'),
      refused.getByRole('button', { name: 'Why?' }),
    );
    await ada.start('Directory', 'Erik', 'office');
    await expectSeen(ada.agentLink('Bea').getByText('Not sent'));

    const again = consoleOf(await scene.enter('bea', 'console'));
    await ada.agentLink('Bea').click();
    await refused.getByRole('button', { name: 'Try again' }).click();
    await expectSeen(again.agentLink('Ada').getByText('1 unread'));
    await expectGone(ada.agentLink('Bea').getByText('Not sent'));
  });

  it('[HIST-5] says that the reader has ended it on another device, or here', async () => {
    const { scene, ada, bea, asking, answering } = await talk();
    const elsewhere = consoleOf(await scene.enter('ada', 'console'));
    await elsewhere.agentLink('Bea').click();
    await elsewhere.end('Bea');
    await expectEnded(ada, asking, 'You ended the chat with Bea on another device.');
    await expectSeen(elsewhere.page.getByText('You ended the chat with Bea.', { exact: true }));
    await expectFocused(elsewhere.page.getByRole('navigation', { name: 'Chats' }));
    await expectSeen(startNew(answering));

    await startNew(asking).click();
    await expectFocused(asking.composer);
    await ada.page.keyboard.press('Enter');
    await expectSeen(answering.message('Half a thought'));
    await ada.page.keyboard.type('Half a ');
    await ada.page.keyboard.press('Control+b');
    await ada.page.keyboard.type('thought');
    await ada.end('Bea');
    await expectEnded(ada, asking, 'You ended the chat with Bea.');
    await expectFocused(startNew(asking));
    await expectSeen(bea.page.getByText('Ada ended your chat.'));
  });

  it('[HIST-5] while the line is away, says so when it is back, and turns away what was sent into it', async () => {
    const { ada, bea, asking } = await talk();
    const context: BrowserContext = ada.page.context();
    await context.setOffline(true);
    await expectSeen(ada.page.getByText('No network. What you send is kept'));
    await ada.page.keyboard.press('Enter');
    await expectSeen(asking.message('Half a thought').getByText('Will be sent when you are back'));
    await ada.page.keyboard.type('Half a ');
    await ada.page.keyboard.press('Control+b');
    await ada.page.keyboard.type('thought');
    await bea.end('Ada');
    await context.setOffline(false);
    await expectEnded(ada, asking, 'Bea ended your chat.');
    const refused = asking.message('Half a thought');
    await expectSeen(refused.getByText('Not sent: This chat has ended.'));
    await expectGone(bea.agentChats.getByRole('link'));

    await refused.getByRole('button', { name: 'Try again' }).click();
    await expectSeen(bea.agentLink('Ada').getByText('1 unread'));
    await expectGone(startNew(asking));
    expect(await contentOf(asking.composer)).toBe(draft);
  });

  it('[HIST-5, CONT-1] keeps its images, also one that is on its way', async () => {
    const { ada, bea, asking, answering } = await talk();
    const uploads = '**/api/v1/uploads/**';
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await ada.page.route(uploads, async (route) => {
      await held;
      await route.continue();
    });
    await asking.section.locator('input[type=file]').setInputFiles(pngFile('plan.png', 300, 200));
    await expectSeen(asking.composer.getByRole('progressbar'));
    await bea.end('Ada');
    await expectSeen(startNew(asking));
    release();
    await expectGone(asking.composer.getByRole('progressbar'));
    await expectSoon(() => isLoaded(imagesOf(asking.composer)), true);
    await ada.page.unrouteAll({ behavior: 'wait' });

    await ada.page.reload();
    await expectSoon(() => isLoaded(imagesOf(asking.composer)), true);
    await startNew(asking).click();
    await expectGone(startNew(asking));
    await asking.composer.press('Enter');
    await bea.agentLink('Ada').click();
    await expectSoon(() => isLoaded(imagesOf(answering.message('Half a thought'))), true);
  });

  it('[HIST-5] shows the next one where the other begins it, with the draft', async () => {
    const { ada, bea, asking, answering } = await talk();
    await bea.end('Ada');
    await expectEnded(ada, asking, 'Bea ended your chat.');
    await bea.start('My group', 'Ada', 'agent');
    await answering.write('One more thing');
    await expectSeen(asking.message('One more thing'));
    await expectGone(startNew(asking));
    await expectFocused(asking.composer);
    expect(await contentOf(asking.composer)).toBe(draft);
    await ada.page.keyboard.press('Enter');
    await expectSeen(answering.message('Half a thought'));
  });
});

describe('a chat that the company takes away while one types', () => {
  it('[TEN-2] keeps the draft on either side, and says why nothing can be sent', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const erik = officeOf(await scene.enter('erik', 'office'));
    const asking = await ada.start('Directory', 'Erik', 'office');
    await asking.write('Is it dutiable?');
    await erik.link('Ada').click();
    const answering = erik.chat('Ada');
    await expectSeen(answering.message('Is it dutiable?'));
    await asking.composer.pressSequentially('Half a thought');
    await answering.composer.pressSequentially('Half an answer');

    await scene.apply({ mode: 2 });
    // Taken away altogether, or shown and not to be written to.
    const reason = /separate directories|is not available any more/;
    await expectSeen(asking.section.getByText(reason), answering.section.getByText(reason));
    await expectFocused(asking.composer);
    await expectFocused(answering.composer);
    await ada.page.keyboard.type(', kept');
    await erik.page.keyboard.type(', kept');
    await ada.page.keyboard.press('Enter');
    await erik.page.keyboard.press('Enter');
    expect(await contentOf(asking.composer)).toBe('<p>Half a thought, kept</p>');
    expect(await answering.composer.inputValue()).toBe('Half an answer, kept');

    await scene.apply({ mode: 3 });
    await expectGone(asking.section.getByText(reason));
    await expectGone(answering.section.getByText(reason));
    await ada.page.keyboard.press('Enter');
    await expectSeen(answering.message('Half a thought, kept'));
    await erik.page.keyboard.press('Enter');
    await expectSeen(asking.message('Half an answer, kept'));
  });
});
