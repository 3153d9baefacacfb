// @environment page
import { act } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { agentChat, conversationOf, conversationView, seatOf } from '../../../../client/test/cast.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { openDialog, useOpenDialog } from '../dialogs/open-dialog.ts';
import { TabAlerts } from './tab-alerts.ts';
import { isStillThere, placeKey, useNoticeOnce } from './use-notices.ts';

const startedAt = '2026-01-01T00:00:00.000Z';
const chat = conversationOf(1);
const direct = conversationView(chat);
const running = (number: number) => conversationView(chat, agentChat({ number, startedAt }));

afterEach(async () => {
  await closePages();
  vi.unstubAllGlobals();
});

it.each<[string, Parameters<typeof isStillThere>, boolean]>([
  ['a direct chat', [direct, null], true],
  ['the interaction that runs', [running(2), 2], true],
  ['the interaction before the one that runs', [running(2), 1], false],
  ['a chat in which nothing runs', [conversationView(chat, agentChat(null)), 1], false],
  ['a chat that nobody has any more', [undefined, null], false],
])('[HIST-5] of a message of %s the reader may hear: %#', (_, asked, isThere) => {
  expect(isStillThere(...asked)).toBe(isThere);
});

it('the tabs name a message by its interaction, as places begin anew with each', () => {
  expect([placeKey(null, 7), placeKey(1, 7), placeKey(2, 7)]).toEqual(['0.7', '1.7', '2.7']);
});

it('a click on a notice of the worker closes what is open above the page, and goes to the chat', async () => {
  const archived = conversationOf(2);
  const worker = new EventTarget();
  vi.stubGlobal('navigator', { serviceWorker: worker, languages: ['en'] });
  const page = await openPage({
    prepare: (server) => {
      server.self = { ...server.self, hasArchive: true };
      server.addChat(archived, {
        archive: { seat: seatOf(7), kind: 'agent', name: 'Mia' },
        section: 'archive',
      });
    },
  });
  const tabs = new TabAlerts({
    name: 'tabs',
    locks: undefined,
    openChannel: () => ({ tell: () => undefined, close: () => undefined }),
    wait: () => Promise.resolve(),
  });
  const { result } = page.use(() => {
    useNoticeOnce(tabs);
    return useOpenDialog();
  });
  act(() => openDialog('settings'));
  expect(result.current).toBe('settings');
  const click = (open: string) =>
    act(() => void worker.dispatchEvent(new MessageEvent('message', { data: { open } })));
  click(chat);
  expect([page.path, result.current]).toEqual([`/chats/${chat}`, null]);
  click(archived);
  expect(page.path).toBe(`/archive/${archived}`);
});
