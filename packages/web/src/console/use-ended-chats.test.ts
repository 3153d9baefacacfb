// @environment page
import { act, waitFor } from '@testing-library/react';
import type { SeatId } from '@tieline/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import {
  agentChat,
  agentSelf,
  conversationOf,
  conversationView,
  interactionEnded,
  me,
  peer,
} from '../../../client/test/cast.ts';
import { closePages, openPage, toasts } from '../../test/page.tsx';
import { writeDraft } from '../ui/composer/drafts.ts';
import { noteEndedHere } from '../ui/conversation/ended-here.ts';
import { endedBetween, useEndedChats } from './use-ended-chats.ts';

const chat = conversationOf(1);
const startedAt = '2026-01-01T00:00:00.000Z';
const running = (number: number) => conversationView(chat, agentChat({ number, startedAt }));

async function consoleWith(open?: string) {
  const page = await openPage({
    surface: 'console',
    path: open === undefined ? '/chats' : `/chats/${open}`,
    prepare: (server) => {
      server.self = agentSelf();
      server.addChat(chat, agentChat({ number: 1, startedAt }));
    },
  });
  const hook = page.useWith((shown: string | undefined) => useEndedChats(shown), open);
  const end = (by: SeatId) => page.server.emit(interactionEnded(chat, 'ended-by-agent', by));
  const gone = () => waitFor(() => expect(page.client.getState().conversations.has(chat)).toBe(false));
  return { page, hook, end, gone };
}

afterEach(closePages);

describe('[HIST-5] a chat that is over', () => {
  it('is said to be, with who has ended it, when it leaves the lists', async () => {
    const { end } = await consoleWith();
    act(() => end(peer));
    await waitFor(() => expect(toasts()).toEqual(['Ben ended your chat.']));
  });

  it('says so itself where it is open, and stays', async () => {
    const { page, end, gone } = await consoleWith(chat);
    act(() => end(peer));
    await gone();
    expect([toasts(), page.path]).toEqual([[], `/chats/${chat}`]);
  });

  it('is left by who has ended it here', async () => {
    const { page, end } = await consoleWith(chat);
    noteEndedHere(page.server.chat(chat).view);
    act(() => end(me));
    await waitFor(() => expect(page.path).toBe('/chats'));
    expect(toasts()).toEqual(['You ended the chat with Ben.']);
  });

  it('is not left by who has ended it here and has words in it', async () => {
    const { page, end, gone } = await consoleWith(chat);
    noteEndedHere(page.server.chat(chat).view);
    writeDraft(me, chat, 'not sent', { interaction: 1, end: null });
    act(() => end(me));
    await gone();
    expect([toasts(), page.path]).toEqual([[], `/chats/${chat}`]);
  });

  it('and runs anew is said to have ended and begun', async () => {
    const { page } = await consoleWith(chat);
    page.server.beginChat(chat, { number: 2, startedAt });
    act(() => page.server.emit({ on: 'conversation', conversation: page.server.chat(chat).view }));
    await waitFor(() => expect(toasts()).toEqual(['Your chat with Ben has ended, and a new one has begun.']));
    expect(page.path).toBe(`/chats/${chat}`);
  });
});

it('[HIST-5] of two lists the chats have ended that ran in the first and not in the second', () => {
  const listOf = (...views: ReturnType<typeof running>[]) => new Map(views.map((view) => [view.id, view]));
  const direct = conversationView(conversationOf(2));
  const over = conversationView(conversationOf(3), agentChat(null));
  expect(endedBetween(listOf(running(1), direct, over), listOf())).toEqual([running(1)]);
  expect(endedBetween(listOf(running(1)), listOf(running(2)))).toEqual([running(1)]);
  expect(endedBetween(listOf(running(1)), listOf({ ...running(1), unread: 3 }))).toEqual([]);
});
