// @environment page
import { cleanup, renderHook } from '@testing-library/react';
import type { Connection } from '@tieline/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { conversationOf, me, seatOf } from '../../../../client/test/cast.ts';
import { noticeTexts, stubNotifications } from '../../../test/notifications.ts';
import { closeNotices, showNotice } from '../alerts/notices.ts';
import { draftsOf, writeDraft } from '../composer/drafts.ts';
import { useSignedOut } from './use-signed-out.ts';

const chat = conversationOf(1);
const somebodyElse = seatOf(9);
const left: string[] = [];
const out = (reason: string): Connection => ({ state: 'signed-out', reason });

const leave = (connection: Connection, seat = me) =>
  renderHook(() => useSignedOut(connection, seat, 'office'));
const noticeTo = (seat: typeof me, conversation = chat) => ({
  title: 'Ben',
  body: seat === me ? 'mine' : 'of somebody else',
  subject: { seat, conversation, interaction: null, seq: 1 },
  path: '/chats',
});

beforeEach(async () => {
  left.length = 0;
  stubNotifications();
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('location', {
    pathname: '/office/chats/1',
    replace: (address: string) => void left.push(address),
  });
  writeDraft(me, chat, 'mine');
  writeDraft(somebodyElse, chat, 'of somebody else');
  await showNotice(noticeTo(me), () => undefined);
  await showNotice(noticeTo(somebodyElse, conversationOf(2)), () => undefined);
});
afterEach(async () => {
  cleanup();
  await closeNotices(() => true);
  localStorage.clear();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

it('a log-out, of whichever tab, deletes the drafts and notices of the person before it leaves', async () => {
  leave(out('logged-out'));
  await vi.waitFor(() => expect(left).toEqual(['/?reason=logged-out&side=office']));
  expect([draftsOf(me), draftsOf(somebodyElse)]).toEqual([[], [chat]]);
  expect(noticeTexts()).toEqual([['Ben', 'of somebody else']]);
  expect(sessionStorage.getItem('tieline.place')).toBeNull();
});

it('a log-out leaves the page, whatever the browser does about the notices', async () => {
  const never = new Promise(() => undefined);
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: () => never } });
  vi.useFakeTimers();
  leave(out('logged-out'));
  expect(left).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  vi.useRealTimers();
  vi.stubGlobal('navigator', {});
  expect(left).toEqual(['/?reason=logged-out&side=office']);
});

it.each(['expired', 'revoked', 'license-removed'])(
  'a session that is %s keeps what was typed, and the place, for the next log-in',
  (reason) => {
    leave(out(reason));
    expect(left).toEqual([`/?reason=${reason}&side=office`]);
    expect(draftsOf(me)).toEqual([chat]);
    expect(sessionStorage.getItem('tieline.place')).toBe('/office/chats/1');
  },
);

it('whoever was not signed in when the page opened is asked to log in, and told nothing of an end', () => {
  renderHook(() => useSignedOut(out('expired'), undefined, 'console'));
  expect(left).toEqual(['/?reason=not-signed-in&side=console']);
  expect(draftsOf(me)).toEqual([chat]);
});

it('while somebody is signed in nobody leaves', () => {
  const { rerender } = renderHook((connection: Connection) => useSignedOut(connection, me, 'office'), {
    initialProps: { state: 'reconnecting', attempt: 3 } as Connection,
  });
  expect(left).toEqual([]);
  rerender(out('expired'));
  expect(left).toHaveLength(1);
});
