// @environment page
import { act, waitFor } from '@testing-library/react';
import { wireError } from '@tieline/protocol';
import { afterEach, expect, it } from 'vitest';
import { conversationOf } from '../../../../client/test/cast.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { useTray } from './use-tray.ts';

const chat = conversationOf(1);
const other = conversationOf(2);
const file = (name: string) => new File(['words'], name);

async function trayOf() {
  const page = await openPage({
    prepare: (server) => {
      server.addChat(chat);
      server.addChat(other);
    },
  });
  const { view } = page.server.chat(chat);
  const { result } = page.use(() => useTray(view));
  return { page, tray: () => result.current, states: () => result.current.uploads.map(({ state }) => state) };
}

afterEach(closePages);

it('has the files of its chat, and of no other', async () => {
  const { page, tray } = await trayOf();
  act(() => page.client.attach(other, [file('other.txt')]));
  act(() => void tray().attach([file('own.txt')]));
  await waitFor(() => expect(tray().uploads.map(({ name }) => name)).toEqual(['own.txt']));
  expect(tray().hasSendable).toBe(true);
});

it('a file can be sent while it is on its way, and not twice', async () => {
  const { page, tray, states } = await trayOf();
  let go = () => {};
  page.server.uploads.onRequest = () => new Promise((resolve) => (go = resolve));
  act(() => void tray().attach([file('a.txt')]));
  await waitFor(() => expect(states()).toEqual(['uploading']));
  expect(tray().hasSendable).toBe(true);
  act(() => tray().send());
  expect(tray().hasSendable).toBe(false);
  page.server.uploads.onRequest = () => undefined;
  go();
  await waitFor(() => expect(page.server.commandsOf('send-message')).toHaveLength(1));
  await waitFor(() => expect(states()).toEqual([]));
});

it('a file that the server does not take stays, and is nothing to send', async () => {
  const { page, tray, states } = await trayOf();
  page.server.uploads.onComplete = () => wireError('file-infected');
  act(() => void tray().attach([file('a.txt')]));
  await waitFor(() => expect(states()).toEqual(['refused']));
  expect(tray().hasSendable).toBe(false);
});
