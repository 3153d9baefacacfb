import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { expectFocused, expectGone, expectSeen } from './expect-seen.ts';
import { type Console, consoleOf } from './pages/console.ts';
import { harbor, type Scene, useStage } from './stage.ts';

const stage = useStage(conditions['agent-chat']);

/** Whether it ends where the other has not begun. */
async function isAbove(one: Locator, other: Locator): Promise<boolean> {
  const [upper, lower] = await Promise.all([one.boundingBox(), other.boundingBox()]);
  return upper !== null && lower !== null && upper.y + upper.height < lower.y;
}

/** Two agents of one group, with one message each way. */
async function twoInTalk(scene: Scene<keyof typeof harbor>): Promise<{ ada: Console; bea: Console }> {
  const ada = consoleOf(await scene.enter('ada', 'console'));
  const bea = consoleOf(await scene.enter('bea', 'console'));
  const asking = await ada.start('My group', 'Bea', 'agent');
  await asking.write('Do you have the manifest?');
  await expectSeen(bea.agentLink('Ada').getByText('1 unread'));
  await bea.agentLink('Ada').click();
  await bea.chat('Ada').write('Here it is.');
  await expectSeen(asking.message('Here it is.'));
  return { ada, bea };
}

describe('two agents of one group', () => {
  it('[HIST-5, START-5] talk; ended by one, the chat is gone for both and begins anew', async () => {
    const { ada, bea } = await twoInTalk(await stage.scene({ cast: harbor }));
    const asking = ada.chat('Bea');
    const answering = bea.chat('Ada');
    await asking.write('One more thing');
    await expectSeen(answering.message('One more thing'));

    await bea.end('Ada');
    await expectSeen(bea.page.getByText('You ended the chat with Ada.'));
    await expectFocused(bea.page.getByRole('navigation', { name: 'Chats' }));
    // Who was writing in it stays, and is told.
    await expectSeen(asking.section.getByText('Bea ended your chat.'));
    await expectFocused(asking.composer);
    for (const { page, agentChats } of [ada, bea]) {
      await expectGone(agentChats.getByRole('link'));
      await expectGone(page.getByText(/manifest|Here it is|One more thing/));
    }

    const anew = await ada.start('My group', 'Bea', 'agent');
    await anew.write('A new question');
    await bea.agentLink('Ada').click();
    await expectSeen(anew.message('A new question'), answering.message('A new question'));
    for (const { page } of [ada, bea]) await expectGone(page.getByText(/manifest|Here it is|One more thing/));
  });

  it('[HIST-5, PRES-4] lose the chat when one logs out, and the other is told', async () => {
    const scene = await stage.scene({ cast: harbor });
    const { ada, bea } = await twoInTalk(scene);
    await ada.start('Directory', 'Erik', 'office');
    await bea.logOut();
    const told = ada.page.getByText('Bea logged out, so your chat has ended.');
    await expectSeen(told);
    expect(await isAbove(told, ada.chat('Erik').composer)).toBe(true);
    await expectGone(ada.agentChats.getByRole('link'));
    await expectGone(ada.page.getByText(/manifest|Here it is/));

    const again = consoleOf(await scene.enter('bea', 'console'));
    await expectSeen(again.page.getByText('No agent chat is open.'));
    await expectGone(again.page.getByText(/manifest|Here it is/));
  });

  it('[DEL-3] a message to an agent who is logged out is refused with the reason, and is not lost', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    const toBea = await ada.start('My group', 'Bea', 'agent');
    await toBea.write('Good morning');
    const refused = toBea.message('Good morning');
    await expectSeen(
      refused.getByText('Not sent: This agent is logged out.'),
      refused.getByRole('button', { name: 'Why?' }),
    );
    await refused.getByRole('button', { name: 'Why?' }).click();
    const why = ada.page.getByRole('dialog', { name: 'Why?' });
    await expectSeen(why.getByText('Two agents can only chat while both of them are logged in.'));
    await expectSeen(why.getByText('Rule DEL-3'));
    await why.getByRole('button', { name: 'Close' }).click();

    const bea = consoleOf(await scene.enter('bea', 'console'));
    await expectSeen(toBea.header.getByText('Available'));
    await refused.getByRole('button', { name: 'Try again' }).click();
    await expectSeen(bea.agentLink('Ada').getByText('1 unread'));
    await expectGone(refused.getByText('Not sent'));
  });
});

describe('an agent of another group', () => {
  it('[START-8, SEAT-1] with an office license, is reached at the office entry: the agent entry says so', async () => {
    const scene = await stage.scene({ cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    await ada.tab('Directory').click();
    // One who holds no office license may be reached.
    await expectSeen(ada.entry('Carl', 'agent'), ada.entry('Sam', 'office'), ada.entry('Sam', 'agent'));
    expect(await ada.entry('Carl', 'agent').getAttribute('aria-disabled')).toBe('false');
    const refused = ada.entry('Sam', 'agent');
    expect(await refused.getAttribute('aria-disabled')).toBe('true');
    await expectSeen(
      refused.getByText('This agent also works in the office: write to the office entry instead.'),
    );
    await refused.click({ force: true });
    await ada.entry('Sam', 'office').click();
    await expectSeen(ada.chat('Sam').header.getByText('Office', { exact: true }));
  });

  it('[START-5, START-8] is nowhere to be found in mode 2', async () => {
    const scene = await stage.scene({ mode: 2, cast: harbor });
    const ada = consoleOf(await scene.enter('ada', 'console'));
    await expectSeen(ada.entry('Bea', 'agent'));
    await expectGone(ada.contacts.getByText(/Carl|Sam|Erik/));
    await ada.page.keyboard.press('Control+k');
    const search = ada.page.getByRole('combobox', { name: 'Jump to a chat' });
    await search.fill('Bea');
    await expectSeen(ada.page.getByRole('option', { name: /Bea/ }));
    await search.fill('Carl');
    await expectSeen(ada.page.getByText('Nobody matches “Carl”.'));
  });
});
