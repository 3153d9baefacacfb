// @environment page
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { conversationOf, peer, seatOf, selfView } from '../../../client/test/cast.ts';
import { closePages, openPage } from '../../test/page.tsx';
import { useTitle } from '../ui/app/use-title.ts';
import { useClientState } from '../ui/app/client-context.tsx';
import { ConversationList } from '../ui/conversation-list/conversation-list.tsx';
import { Rail } from './rail.tsx';

const [one, two, archived] = [conversationOf(1), conversationOf(2), conversationOf(3)];

/** Everything in the office app that counts what is unread. */
function Counts() {
  useTitle('Tieline Office', 'office');
  const all = useClientState((state) => state.conversations);
  return (
    <>
      <Rail className="" />
      <ConversationList label="all" conversations={[...all.values()]} open={undefined} />
    </>
  );
}

async function officeWithCounts() {
  const page = await openPage({
    prepare: (server) => {
      server.self = selfView({ hasArchive: true });
      server.addChat(one);
      server.addChat(two);
      const archive = { seat: seatOf(7), kind: 'agent', name: 'Mia' } as const;
      server.addChat(archived, { archive, section: 'archive' });
      server.write(one, 'a', peer);
      server.write(one, 'b', peer);
      server.write(two, 'c', peer);
      server.write(archived, 'd', peer);
    },
  });
  page.show(<Counts />);
  return page;
}

/** Of the title, the two ways to the chats and to the archive, and of all rows together. */
function counts() {
  const numberIn = (text: string | null | undefined) => Number(/\d+/.exec(text ?? '')?.[0] ?? 0);
  const link = (name: RegExp) => within(screen.getByRole('navigation')).getByRole('link', { name });
  const rows = screen.getAllByRole('link').filter((row) => row.dataset['conversation'] !== undefined);
  const unreadOf = (row: HTMLElement) => numberIn(within(row).queryByText(/^\d+ unread/)?.textContent);
  return {
    title: numberIn(document.title),
    chats: numberIn(link(/^Chats/).textContent),
    archive: numberIn(link(/^Archive/).textContent),
    rows: rows.map(unreadOf).reduce((sum, count) => sum + count, 0),
  };
}

beforeEach(() => void vi.stubGlobal('matchMedia', () => ({ matches: false })));
afterEach(async () => {
  await closePages();
  vi.unstubAllGlobals();
});

it('the title, the rail and the lists count the same, at every moment', async () => {
  const { server, client } = await officeWithCounts();
  expect(counts()).toEqual({ title: 4, chats: 3, archive: 1, rows: 4 });
  act(() => client.markRead(one, 1));
  expect(counts()).toEqual({ title: 3, chats: 2, archive: 1, rows: 3 });
  act(() => void server.write(two, 'e', peer));
  await waitFor(() => expect(counts()).toEqual({ title: 4, chats: 3, archive: 1, rows: 4 }));
  // Read on another device.
  server.emit({ on: 'read', conversation: archived, interaction: null, seq: 1, unread: 0 });
  await waitFor(() => expect(counts()).toEqual({ title: 3, chats: 3, archive: 0, rows: 3 }));
});
