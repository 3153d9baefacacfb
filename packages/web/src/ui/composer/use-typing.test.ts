// @environment page
import { waitFor } from '@testing-library/react';
import type { ConversationView } from '@tieline/protocol';
import { afterEach, expect, it } from 'vitest';
import { conversationOf, conversationView } from '../../../../client/test/cast.ts';
import { closePages, openPage, type Page } from '../../../test/page.tsx';
import { refusedBy } from '../../../test/refused-by.ts';
import { useTyping } from './use-typing.ts';

const chat = conversationOf(1);

/** What the other side was told, in order. */
const reports = ({ server }: Page) =>
  server.commandsOf('set-typing').map((frame) => (frame.with as { typing: boolean }).typing);

async function pageWith(over: Partial<ConversationView> = {}) {
  const page = await openPage({ prepare: (server) => void server.addChat(chat, over) });
  return { page, view: page.server.chat(chat).view };
}

afterEach(closePages);

it('[SIG-4] tells the other that somebody types, and that they have stopped', async () => {
  const { page, view } = await pageWith();
  const { result } = page.use(() => useTyping(view));
  result.current(true);
  await waitFor(() => expect(reports(page)).toEqual([true]));
  result.current(false);
  await waitFor(() => expect(reports(page)).toEqual([true, false]));
});

it('[SIG-4] whoever leaves the chat types in it no more', async () => {
  const { page, view } = await pageWith();
  const { result, unmount } = page.use(() => useTyping(view));
  result.current(true);
  unmount();
  await waitFor(() => expect(reports(page)).toEqual([true, false]));
});

it('[SIG-4] typing in one chat ends with the change to another', async () => {
  const { page, view } = await pageWith();
  const next = conversationView(conversationOf(2));
  const { result, rerender } = page.useWith((shown) => useTyping(shown), view);
  result.current(true);
  rerender(next);
  await waitFor(() => expect(reports(page)).toEqual([true, false]));
});

it('[SIG-5] tells nothing where the rules pass nothing on', async () => {
  const { page, view } = await pageWith();
  const forbidden: ConversationView = {
    ...view,
    abilities: { ...view.abilities, typing: refusedBy('SIG-5', 'no-typing-here') },
  };
  const { result, rerender, unmount } = page.useWith((shown) => useTyping(shown), forbidden);
  result.current(true);
  // What is allowed comes by the same line, later: when it is there, the other would be as well.
  rerender(view);
  result.current(true);
  await waitFor(() => expect(reports(page)).toEqual([true]));
  unmount();
});
