// @environment page
import { act, screen, waitFor } from '@testing-library/react';
import type { ConversationView, SelfView, SignInSurface } from '@tieline/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  agentChat,
  agentSelf,
  conversationOf,
  interactionEnded,
  me,
  peer,
  selfView,
} from '../../../../client/test/cast.ts';
import { FakeAudio, stubAudio } from '../../../test/audio.ts';
import { FakeLocks } from '../../../test/fake-locks.ts';
import { FakeNotification, noticeTexts, stubNotifications } from '../../../test/notifications.ts';
import { closePages, openPage, toasts } from '../../../test/page.tsx';
import { readChoices, writeChoices } from '../account/choices.ts';
import { Incoming } from './incoming.tsx';
import { closeNotices } from './notices.ts';

const chat = conversationOf(1);
const other = conversationOf(2);
/** Told last: when it is there, all that came before it has been dealt with. */
const last = conversationOf(3);

interface Given {
  readonly path?: string;
  readonly surface?: SignInSurface;
  readonly self?: Partial<SelfView>;
  readonly chatView?: Partial<ConversationView>;
}

async function pageWith({ path = '/', surface = 'office', self = {}, chatView = {} }: Given = {}) {
  const page = await openPage({
    path,
    surface,
    prepare: (server) => {
      server.self = selfView(self);
      server.addChat(chat, chatView);
      server.addChat(other);
      server.addChat(last);
    },
  });
  page.show(<Incoming />);
  return page;
}

const bodies = () => FakeNotification.shown.map(({ body }) => body);
const look = (isActive: boolean) => vi.spyOn(document, 'hasFocus').mockReturnValue(isActive);

beforeEach(() => {
  stubNotifications();
  stubAudio();
  vi.stubGlobal('navigator', {
    userActivation: { hasBeenActive: true },
    languages: ['en'],
    locks: new FakeLocks(),
  });
  writeChoices({ sound: true, desktop: true, noticeProblem: null, asked: true });
  look(false);
});
afterEach(async () => {
  await closePages();
  await closeNotices(() => true);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a message that comes', () => {
  it('is told with its author and its words, and sounds', async () => {
    const { server } = await pageWith();
    server.write(chat, 'hello', peer);
    await waitFor(() => expect(bodies()).toEqual(['hello']));
    await waitFor(() => expect(FakeAudio.started).toEqual([587, 784]));
    expect(screen.getByTestId('incoming').textContent).toContain('hello');
  });

  it('of oneself, and one that is not loud, are told of by nothing', async () => {
    const { server } = await pageWith();
    server.write(chat, 'own', me);
    server.write(other, 'silent', peer, undefined, { loud: false });
    server.write(last, 'loud', peer);
    await waitFor(() => expect(bodies()).toEqual(['loud']));
    await waitFor(() => expect(FakeAudio.started).toHaveLength(2));
  });

  it('[PRES-6] is kept quiet by do not disturb, and is there and unread all the same', async () => {
    const { server, client } = await pageWith({ self: { status: 'do-not-disturb' } });
    server.write(chat, 'quiet', peer);
    await waitFor(() => expect(client.getState().conversations.get(chat)?.unread).toBe(1));
    expect(screen.getByTestId('incoming').textContent).toContain('quiet');
    server.emit({ on: 'self', status: 'available', since: '2026-01-01T00:00:00.000Z' });
    await waitFor(() => expect(client.getState().self?.status).toBe('available'));
    server.write(last, 'loud', peer);
    await waitFor(() => expect(bodies()).toEqual(['loud']));
    await waitFor(() => expect(FakeAudio.started).toHaveLength(2));
  });

  it('in the chat that somebody looks at is not told of; in another one it is', async () => {
    const { server } = await pageWith({ path: `/chats/${chat}` });
    look(true);
    act(() => void dispatchEvent(new Event('focus')));
    server.write(chat, 'seen', peer);
    server.write(last, 'not seen', peer);
    await waitFor(() => expect(bodies()).toEqual(['not seen']));
    await waitFor(() => expect(FakeAudio.started).toHaveLength(2));
  });

  it('in an open chat at which nobody looks is told of', async () => {
    const { server } = await pageWith({ path: `/chats/${chat}` });
    server.write(chat, 'hello', peer);
    await waitFor(() => expect(bodies()).toEqual(['hello']));
  });

  it('is told of by what was chosen only', async () => {
    writeChoices({ desktop: false });
    const { server } = await pageWith();
    server.write(chat, 'sound alone', peer);
    await waitFor(() => expect(FakeAudio.started).toHaveLength(2));
    expect(bodies()).toEqual([]);
    writeChoices({ desktop: true, sound: false });
    server.write(last, 'notice alone', peer);
    await waitFor(() => expect(bodies()).toEqual(['notice alone']));
    expect(FakeAudio.started).toHaveLength(2);
  });
});

describe('a notice', () => {
  it('leads to its chat', async () => {
    const page = await pageWith();
    page.server.write(chat, 'hello', peer);
    await waitFor(() => expect(bodies()).toEqual(['hello']));
    act(() => FakeNotification.shown[0]?.onclick?.());
    expect(page.path).toBe(`/chats/${chat}`);
  });

  it('is taken back when its message was read anywhere, and that of a later message stays', async () => {
    const { server, client } = await pageWith();
    server.write(chat, 'one', peer);
    server.write(other, 'two', peer);
    await waitFor(() => expect(bodies()).toEqual(['one', 'two']));
    client.markRead(chat, 1);
    await waitFor(() => expect(bodies()).toEqual(['two']));
  });

  it('[HIST-5] is taken back when its chat is over', async () => {
    const running = agentChat({ number: 1, startedAt: '2026-01-01T00:00:00.000Z' });
    const { server } = await pageWith({ self: agentSelf(), surface: 'console', chatView: running });
    server.write(chat, 'for now', peer);
    await waitFor(() => expect(bodies()).toEqual(['for now']));
    expect(screen.getByTestId('incoming').textContent).toContain('for now');
    server.emit(interactionEnded(chat, 'ended-by-agent'));
    await waitFor(() => expect(bodies()).toEqual([]));
    expect(screen.getByTestId('incoming').textContent).toBe('');
  });

  it('that cannot be shown takes the choice back, and says why', async () => {
    const { server } = await pageWith();
    FakeNotification.permission = 'denied';
    server.write(chat, 'hello', peer);
    await waitFor(() =>
      expect(toasts()).toEqual(['The browser does not allow notifications for this page.']),
    );
    expect(readChoices()).toMatchObject({ desktop: false, noticeProblem: 'blocked', sound: true });
    expect(noticeTexts()).toEqual([]);
  });
});
