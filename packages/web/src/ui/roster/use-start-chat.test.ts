// @environment page
import { act, waitFor } from '@testing-library/react';
import { wireError, type ConversationView } from '@tieline/protocol';
import { afterEach, expect, it } from 'vitest';
import { agentChat, conversationOf, conversationView, me, peer } from '../../../../client/test/cast.ts';
import { closePages, openPage, toasts } from '../../../test/page.tsx';
import { refusedBy } from '../../../test/refused-by.ts';
import { readDraft, readOrigin, writeDraft } from '../composer/drafts.ts';
import { useStartChat } from './use-start-chat.ts';

const chat = conversationOf(1);

async function pageThatOpens(conversation: ConversationView) {
  const page = await openPage({ path: '/people' });
  page.server.opened = conversation;
  return { page, start: page.use(() => useStartChat()).result.current };
}

afterEach(closePages);

it('goes to the chat with the entry', async () => {
  const { page, start } = await pageThatOpens(conversationView(chat));
  act(() => start({ seat: peer }));
  await waitFor(() => expect(page.path).toBe(`/chats/${chat}`));
});

it('[START-5] says why where the rules do not allow it, and stays where it is', async () => {
  const page = await openPage({ path: '/people' });
  const { rule, code, sentence } = refusedBy('START-5', 'no-shared-group');
  page.server.onRequest = () => wireError('refused', { refusal: { rule, code, sentence } });
  const { result } = page.use(() => useStartChat());
  act(() => result.current({ seat: peer }));
  await waitFor(() =>
    expect(toasts()).toEqual([
      'The chat could not be opened: You and this agent are not in the same agent group.',
    ]),
  );
  expect(page.path).toBe('/people');
});

it('[HIST-5] what is left of a chat that is over is for the next one', async () => {
  const { page, start } = await pageThatOpens(conversationView(chat, agentChat(null)));
  const end = { reason: 'ended-by-agent', by: peer } as const;
  writeDraft(me, chat, 'not sent', { interaction: 1, end });
  act(() => start({ seat: peer }));
  await waitFor(() => expect(page.path).toBe(`/chats/${chat}`));
  expect([readDraft(me, chat), readOrigin(me, chat)]).toEqual(['not sent', null]);
});

it('[HIST-5] what is being written in a chat that runs stays of it', async () => {
  const running = agentChat({ number: 1, startedAt: '2026-01-01T00:00:00.000Z' });
  const { page, start } = await pageThatOpens(conversationView(chat, running));
  writeDraft(me, chat, 'not sent', { interaction: 1, end: null });
  act(() => start({ seat: peer }));
  await waitFor(() => expect(page.path).toBe(`/chats/${chat}`));
  expect(readOrigin(me, chat)).toEqual({ interaction: 1, end: null });
});
