import { randomUUID } from 'node:crypto';
import type { ConversationView } from '@tieline/protocol';
import { openRawSocket, signIn, testPassword } from '@tieline/testkit';
import { describe, it } from 'vitest';
import { allConditions } from './conditions.ts';
import { expectGone, expectSeen, expectSoon } from './expect-seen.ts';
import { logInOf } from './pages/log-in.ts';
import { officeOf } from './pages/office.ts';
import { harbor, useStage } from './stage.ts';

const history = /\/api\/v1\/conversations\/[^/]+\/messages/;

describe.each(allConditions)('$size, $motion motion, translated: $translated', (condition) => {
  const stage = useStage(condition);

  describe('a chat with somebody new', () => {
    it('stays in the list with its draft, also after a reload', async () => {
      const scene = await stage.scene({ cast: harbor });
      const erik = officeOf(await scene.enter('erik', 'office'));
      const chat = await erik.start('Mei', 'office');
      await chat.composer.fill('Not sent yet');
      await erik.go('Chats');
      await expectSeen(erik.link('Mei').getByText('Draft'));
      await erik.page.reload();
      await erik.link('Mei').click();
      await expectSoon(() => chat.composer.inputValue(), 'Not sent yet');
    });
  });

  describe('a chat with more unread messages than one page', () => {
    it('opens at the first of them', async () => {
      const scene = await stage.scene({ cast: harbor });
      const erik = officeOf(await scene.enter('erik', 'office'));
      const mei = await signIn(
        { url: stage.url(), slug: scene.slug, password: testPassword },
        'mei',
        'office',
      );
      await openRawSocket(stage.url(), mei.token, 'office');
      const chat = await erik.start('Mei', 'office');
      const id = new URL(erik.page.url()).pathname.split('/').at(-1);
      const say = async (text: string) => {
        const body = { kind: 'plain', text };
        await mei.request('POST', `/conversations/${id}/messages`, { clientId: randomUUID(), body });
      };
      await say('seen');
      await expectSeen(chat.message('seen'));
      const readByErik = async () =>
        (await mei.request<ConversationView>('GET', `/conversations/${id}`)).body.peerReadSeq;
      await expectSoon(readByErik, 1);
      await erik.go('People');
      for (let number = 1; number <= 130; number += 1) await say(`unseen ${number}.`);
      await erik.go('Chats');
      await expectSeen(erik.link('Mei').getByText('100 unread'));
      await erik.link('Mei').click();
      await expectSeen(
        chat.message('unseen 1.').getByText('New', { exact: true }),
        chat.section.getByText('100+ new messages'),
      );
    });
  });

  describe('a log-out', () => {
    it('asks where a draft would be lost, and only there', async () => {
      const scene = await stage.scene({ cast: harbor });
      const erik = officeOf(await scene.enter('erik', 'office'));
      const chat = await erik.start('Mei', 'office');
      await chat.composer.fill('Not sent yet');
      await erik.logOut();
      const asks = erik.page.getByRole('alertdialog', { name: 'Log out now?' });
      await expectSeen(asks.getByText('There is 1 draft.'));
      await asks.getByRole('button', { name: 'Cancel' }).click();
      await expectGone(asks);
      await erik.open('Mei');
      await expectSoon(() => chat.composer.inputValue(), 'Not sent yet');
      await chat.composer.fill('');
      await erik.logOut();
      await expectSeen(logInOf(erik.page).form);
    });
  });

  describe('a chat whose messages are not there yet', () => {
    it('shows what is written meanwhile, and once when they are', async () => {
      const scene = await stage.scene({ cast: harbor });
      const erik = officeOf(await scene.enter('erik', 'office'));
      const mei = officeOf(await scene.enter('mei', 'office'));
      await (await mei.start('Erik', 'office')).write('Written before');
      await expectSeen(erik.link('Mei').getByText('Written before'));
      const { page } = erik;
      let letGo = () => {};
      const held = new Promise<void>((resolve) => (letGo = resolve));
      await page.route(history, async (route) => {
        await held;
        await route.continue();
      });
      const chat = await erik.open('Mei');
      await chat.write('Written while it loads');
      await expectSeen(chat.section.getByText('Loading messages…'), chat.message('Written while it loads'));
      letGo();
      await expectGone(chat.section.getByText('Loading messages…'));
      await expectSeen(chat.message('Written before'));
      await expectSoon(() => chat.message('Written while it loads').count(), 1);
    });
  });
});
