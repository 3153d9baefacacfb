// @environment page
import { waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { agentChat, conversationOf, me, peer } from '../../../../client/test/cast.ts';
import { closePages, openPage, type Page } from '../../../test/page.tsx';
import type { ComposerProps } from './composer-props.ts';
import { readDraft, readOrigin } from './drafts.ts';
import { useDraft } from './use-draft.ts';

const chat = conversationOf(1);
const reports = ({ server }: Page) =>
  server.commandsOf('set-typing').map((frame) => (frame.with as { typing: boolean }).typing);

async function composerOf(over: Partial<ComposerProps> = {}) {
  const page = await openPage({ prepare: (server) => void server.addChat(chat) });
  const conversation = page.server.chat(chat).view;
  const props: ComposerProps = { conversation, blockReason: null, origin: null, ...over };
  return { page, props, draft: page.useWith((given) => useDraft(given), props) };
}

afterEach(closePages);

it('what is typed is there again when the chat is opened the next time', async () => {
  const { page, props, draft } = await composerOf();
  draft.result.current.write('half a sent');
  draft.unmount();
  const again = page.useWith((given) => useDraft(given), props);
  expect(again.result.current.read()).toBe('half a sent');
  again.result.current.write('');
  expect(again.result.current.read()).toBe('');
});

it('[SIG-4] words show that somebody types; blanks, and the end of them, that nobody does', async () => {
  const { page, draft } = await composerOf();
  draft.result.current.write('  \n');
  draft.result.current.write('a');
  await waitFor(() => expect(reports(page)).toEqual([true]));
  draft.result.current.write(' ');
  await waitFor(() => expect(reports(page)).toEqual([true, false]));
  draft.result.current.write('b');
  await waitFor(() => expect(reports(page)).toEqual([true, false, true]));
  draft.result.current.stopTyping();
  await waitFor(() => expect(reports(page)).toEqual([true, false, true, false]));
});

it('[HIST-5] words for a chat that is over are kept, and nobody sees them being typed', async () => {
  const { page, props, draft } = await composerOf({ blockReason: 'This chat has ended.' });
  const setTyping = vi.spyOn(page.client, 'setTyping');
  draft.result.current.write('too late');
  expect(setTyping).toHaveBeenLastCalledWith(chat, false);
  expect(readDraft(me, chat)).toBe('too late');
  draft.rerender({ ...props, blockReason: null });
  draft.result.current.write('in time');
  await waitFor(() => expect(reports(page)).toEqual([true]));
});

it('[HIST-5] a draft is told when its chat has ended, and keeps that and its words for after a reload', async () => {
  const running = { number: 3, startedAt: '2026-01-01T00:00:00.000Z' };
  const { props, draft } = await composerOf({ origin: { interaction: 3, end: null } });
  draft.result.current.write('for the third one');
  expect(readOrigin(me, chat)).toEqual({ interaction: 3, end: null });
  const end = { reason: 'logged-out', by: peer } as const;
  const conversation = { ...props.conversation, ...agentChat(running) };
  draft.rerender({ conversation, blockReason: null, origin: { interaction: 3, end } });
  expect(readOrigin(me, chat)).toEqual({ interaction: 3, end });
  expect(readDraft(me, chat)).toBe('for the third one');
});
