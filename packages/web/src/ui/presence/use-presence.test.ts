// @environment page
import { waitFor } from '@testing-library/react';
import type { ConversationView, PresenceView, SeatId } from '@tieline/protocol';
import { afterEach, expect, it } from 'vitest';
import { conversationOf, conversationView, peer, range, seatOf } from '../../../../client/test/cast.ts';
import { closePages, openPage, type Page } from '../../../test/page.tsx';
import { useIsAway, usePresence, useWatch, watchedPeers } from './use-presence.ts';

const online: PresenceView = { word: 'online', since: null };
const busy: PresenceView = { word: 'busy', since: '2026-01-01T10:00:00.000Z' };
const peerOf = (over: Partial<ConversationView['peer']> = {}) => ({
  ...conversationView(conversationOf(1)).peer,
  ...over,
});

const tell = ({ server }: Page, seat: SeatId, presence: PresenceView) =>
  server.emit({ on: 'presence', roster: 'office', seat, presence });
const watched = ({ server }: Page) => server.commandsOf('watch-presence').map((frame) => frame.with);

afterEach(closePages);

it('[PRES-9] an entry shows what it was loaded with, and what becomes of it while it is watched', async () => {
  const page = await openPage();
  const { result } = page.use(() => {
    useWatch([{ roster: 'office', seat: peer }]);
    return usePresence('office', peer, online);
  });
  expect(result.current).toEqual(online);
  await waitFor(() => expect(watched(page)).toHaveLength(1));
  tell(page, peer, busy);
  await waitFor(() => expect(result.current).toEqual(busy));
});

it('[PRES-9] what is not shown any more is not watched any more', async () => {
  const page = await openPage();
  const entry = (number: number) => ({ roster: 'office', seat: seatOf(number) }) as const;
  const { rerender, unmount } = page.useWith((entries) => useWatch(entries), [entry(2), entry(3)]);
  const last = () => JSON.stringify(watched(page).at(-1));
  await waitFor(() => expect(last()).toContain(seatOf(3)));
  rerender([entry(3)]);
  await waitFor(() => expect(last()).not.toContain(seatOf(2)));
  expect(last()).toContain(seatOf(3));
  unmount();
  await waitFor(() => expect(last()).not.toContain(seatOf(3)));
});

it('the other looks away when offline or logged out, and not when on no roster of the reader', async () => {
  const page = await openPage();
  const isAway = (over: Partial<ConversationView['peer']>) =>
    page.use(() => useIsAway(peerOf(over))).result.current;
  expect(isAway({ presence: online })).toBe(false);
  expect(isAway({ presence: { word: 'offline', since: null } })).toBe(true);
  expect(isAway({ presence: { word: 'logged-out', since: null } })).toBe(true);
  expect(isAway({ presence: { word: 'offline', since: null }, roster: null })).toBe(false);
});

it('[PRES-9] a list watches its first hundred peers, without those on no roster', () => {
  const views = range(1, 120).map((number) =>
    conversationView(conversationOf(number), {
      peer: peerOf({ seat: seatOf(number), roster: number === 2 ? null : 'office' }),
    }),
  );
  const seats = watchedPeers(views).map(({ seat }) => seat);
  expect(seats).toHaveLength(99);
  expect([seats[0], seats[1], seats.at(-1)]).toEqual([seatOf(1), seatOf(3), seatOf(100)]);
});
