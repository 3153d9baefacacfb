// @environment page
import { waitFor } from '@testing-library/react';
import type { ConversationView } from '@tieline/protocol';
import { afterEach, expect, it } from 'vitest';
import {
  agentChat,
  conversationOf,
  conversationView,
  entryView,
  peer,
  range,
  seatOf,
  selfView,
} from '../../../../client/test/cast.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { refusedBy } from '../../../test/refused-by.ts';
import { useTargets } from './use-targets.ts';

const at = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const peerOf = (number: number, name: string) => ({
  ...conversationView(conversationOf(1)).peer,
  seat: seatOf(number),
  name,
});

async function switcher(chats: readonly Partial<ConversationView>[], typed = '') {
  const page = await openPage({
    prepare: (server) => {
      server.self = selfView({ hasArchive: true });
      for (const [place, over] of chats.entries()) server.addChat(conversationOf(place + 1), over);
      server.rosters.set('office', [
        entryView(2, { name: 'Ben' }),
        entryView(3, { name: 'Benita' }),
        entryView(4, { name: 'Ruben', start: refusedBy('START-5', 'no-shared-group') }),
      ]);
    },
  });
  const hook = page.useWith((words: string) => useTargets(words), typed);
  return { page, hook, names: () => hook.result.current.map(({ name }) => name) };
}

afterEach(closePages);

it('offers chats at once, the newest first, those of the archive last, and none that is over', async () => {
  const archive = { seat: seatOf(7), kind: 'agent', name: 'Mia' } as const;
  const { names, hook } = await switcher([
    { peer: peerOf(2, 'Ben'), lastAt: at(1) },
    { peer: peerOf(3, 'Ada'), lastAt: at(9), archive, section: 'archive' },
    { peer: peerOf(4, 'Cleo'), lastAt: at(2) },
    { peer: peerOf(5, 'Dora'), lastAt: at(3), ...agentChat(null) },
  ]);
  expect(names()).toEqual(['Cleo', 'Ben', 'Ada']);
  expect(hook.result.current.map(({ path, isArchived }) => [path, isArchived])).toEqual([
    [`/chats/${conversationOf(3)}`, false],
    [`/chats/${conversationOf(1)}`, false],
    [`/archive/${conversationOf(2)}`, true],
  ]);
});

it('offers those who may be written to, each once, behind the chats', async () => {
  const { names, hook } = await switcher([{ peer: peerOf(2, 'Ben'), lastAt: at(1) }]);
  hook.rerender('ben');
  await waitFor(() => expect(names()).toEqual(['Ben', 'Benita']));
  expect(hook.result.current.map(({ seat, path }) => [seat, path])).toEqual([
    [peer, `/chats/${conversationOf(1)}`],
    [seatOf(3), null],
  ]);
});

it('asks the server for nobody while nothing is typed', async () => {
  const { hook, names, page } = await switcher([]);
  hook.rerender('  ');
  hook.rerender('benita');
  await waitFor(() => expect(names()).toEqual(['Benita']));
  expect(page.server.requests.filter((line) => line.includes('/rosters/'))).toHaveLength(1);
});

it('offers eight chats at most', async () => {
  const chats = range(1, 12).map((number) => ({
    peer: peerOf(number + 10, `P${number}`),
    lastAt: at(number),
  }));
  const { names } = await switcher(chats);
  expect(names()).toEqual(['P12', 'P11', 'P10', 'P9', 'P8', 'P7', 'P6', 'P5']);
});
