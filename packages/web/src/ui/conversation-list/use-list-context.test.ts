// @environment page
import { act, waitFor } from '@testing-library/react';
import { wireError } from '@tieline/protocol';
import { afterEach, expect, it } from 'vitest';
import { agentChat, agentSelf, conversationOf, interactionEnded, me } from '../../../../client/test/cast.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { writeDraft } from '../composer/drafts.ts';
import { chatsIn, ownSections } from './lists.ts';
import { useChats, useDraftChats, useListContext } from './use-list-context.ts';

const chat = conversationOf(1);
const full = conversationOf(2);
const running = agentChat({ number: 1, startedAt: '2026-01-01T00:00:00.000Z' });
const at = '2026-01-01T00:00:00.000Z';

/** The ids that the lists of an app show. */
function useListed(open?: string): readonly string[] {
  const context = useListContext(open);
  return chatsIn(useChats(context), ownSections, context).map(({ id }) => id);
}

const officePage = () =>
  openPage({
    prepare: (server) => {
      server.addChat(chat);
      server.addChat(full, { lastAt: at });
    },
  });

const consolePage = () =>
  openPage({
    surface: 'console',
    prepare: (server) => {
      server.self = agentSelf();
      server.addChat(chat, running);
    },
  });

afterEach(closePages);

it('an empty chat is listed while somebody has words in it, and not any more when they are gone', async () => {
  const page = await officePage();
  const { result } = page.use(() => useListed());
  expect(result.current).toEqual([full]);
  act(() => writeDraft(me, chat, 'not sent'));
  expect(result.current).toEqual([chat, full]);
  act(() => writeDraft(me, chat, ''));
  expect(result.current).toEqual([full]);
});

it('an empty chat is listed while a message of it was refused', async () => {
  const page = await officePage();
  const { result } = page.use(() => useListed());
  page.server.fate = (frame) => (frame.do === 'send-message' ? { error: wireError('not-found') } : undefined);
  await page.client.openTimeline(chat);
  await act(async () => void (await page.client.send(chat, { kind: 'plain', text: 'hello' })));
  await waitFor(() => expect(result.current).toEqual([chat, full]));
  const [waiting] = page.client.getState().timelines.get(chat)?.pending ?? [];
  act(() => waiting && page.client.discard(chat, waiting.clientId));
  await waitFor(() => expect(result.current).toEqual([full]));
});

it('an empty chat is listed while it is open', async () => {
  const page = await officePage();
  expect(page.use(() => useListed()).result.current).toEqual([full]);
  expect(page.use(() => useListed(chat)).result.current).toEqual([chat, full]);
});

it('[HIST-5] a chat that is over stays listed for a draft alone', async () => {
  const page = await consolePage();
  const { result } = page.use(() => useListed(chat));
  act(() => writeDraft(me, chat, 'not sent', { interaction: 1, end: null }));
  expect(result.current).toEqual([chat]);
  act(() => page.server.emit(interactionEnded(chat, 'ended-by-agent')));
  await waitFor(() => expect(page.client.getState().goneChats.has(chat)).toBe(true));
  expect(result.current).toEqual([chat]);
  act(() => writeDraft(me, chat, ''));
  expect(result.current).toEqual([]);
});

it('after a reload an empty chat with a draft is asked for, and listed', async () => {
  const page = await openPage({
    prepare: (server) => {
      server.addChat(chat);
      server.unlisted.add(chat);
    },
  });
  writeDraft(me, chat, 'not sent');
  writeDraft(me, conversationOf(9), 'in a chat that nobody has any more');
  const { result } = page.use(() => {
    useDraftChats();
    return useListed();
  });
  await waitFor(() => expect(result.current).toEqual([chat]));
});

it('a chat that is listed already is not asked for', async () => {
  const page = await officePage();
  page.server.addChat(conversationOf(3));
  page.server.unlisted.add(conversationOf(3));
  writeDraft(me, full, 'not sent');
  writeDraft(me, conversationOf(3), 'not sent');
  page.use(() => useDraftChats());
  const asked = () => page.server.requests.filter((line) => line.includes('/conversations/')).join();
  await waitFor(() => expect(asked()).toContain(conversationOf(3)));
  expect(asked()).not.toContain(full);
});
