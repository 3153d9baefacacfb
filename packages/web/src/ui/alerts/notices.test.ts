// @environment page
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversationOf, me } from '../../../../client/test/cast.ts';
import { FakeNotification, noticeTexts, stubNotifications } from '../../../test/notifications.ts';
import { allowNotices, closeNotices, followNotices, noticeProblem, showNotice } from './notices.ts';

const chat = conversationOf(1);
const other = conversationOf(2);
const nobody = () => undefined;

const notice = (conversation = chat, seq = 1) => ({
  title: 'Ben',
  body: `text ${seq}`,
  subject: { seat: me, conversation, interaction: null, seq },
  path: `/chats/${conversation}`,
});

/** A worker as the browser runs it beside the pages. */
function stubWorker(showNotification: (title: string, look: NotificationOptions) => Promise<void>) {
  const target = new EventTarget();
  const registration = { showNotification, getNotifications: async () => FakeNotification.shown };
  const worker = Object.assign(target, {
    ready: Promise.resolve(registration),
    register: async () => registration,
    getRegistration: async () => registration,
  });
  vi.stubGlobal('navigator', { serviceWorker: worker });
  return worker;
}

beforeEach(() => {
  stubNotifications();
  vi.stubGlobal('navigator', {});
});
afterEach(async () => {
  await closeNotices(() => true);
  vi.unstubAllGlobals();
});

describe('why no notice can be shown', () => {
  it('is nothing where it is allowed, and else what stands in the way', () => {
    expect(noticeProblem()).toBeNull();
    FakeNotification.permission = 'denied';
    expect(noticeProblem()).toBe('blocked');
    vi.stubGlobal('isSecureContext', false);
    expect(noticeProblem()).toBe('insecure');
  });

  it('is a browser that has none', () => {
    expect(noticeProblem()).toBeNull();
    Reflect.deleteProperty(globalThis, 'Notification');
    expect(noticeProblem()).toBe('unsupported');
  });

  it('is asked of the person, unless they have allowed it before', async () => {
    expect(await allowNotices()).toBeNull();
    expect(FakeNotification.requests).toBe(0);
    FakeNotification.permission = 'default';
    expect(await allowNotices()).toBeNull();
    expect(FakeNotification.requests).toBe(1);
    [FakeNotification.permission, FakeNotification.answer] = ['default', 'denied'];
    expect(await allowNotices()).toBe('blocked');
  });
});

describe('a notice', () => {
  it('says who has written what, and leads to the chat', async () => {
    const open = vi.fn<(id: string) => void>();
    expect(await showNotice(notice(), open)).toBeNull();
    expect(noticeTexts()).toEqual([['Ben', 'text 1']]);
    FakeNotification.shown[0]?.onclick?.();
    expect(open).toHaveBeenCalledExactlyOnceWith(chat);
    expect(noticeTexts()).toEqual([]);
  });

  it('takes the place of the one before of the same chat only', async () => {
    await showNotice(notice(chat, 1), nobody);
    await showNotice(notice(other, 1), nobody);
    await showNotice(notice(chat, 2), nobody);
    expect(FakeNotification.shown.map(({ tag, body }) => [tag, body])).toEqual([
      [other, 'text 1'],
      [chat, 'text 2'],
    ]);
  });

  it('is not shown where it may not be', async () => {
    expect(await showNotice(notice(), nobody)).toBeNull();
    FakeNotification.permission = 'denied';
    expect(await showNotice(notice(other), nobody)).toBe('blocked');
    expect(FakeNotification.shown.map(({ tag }) => tag)).toEqual([chat]);
  });

  it('of a browser that throws at it is told to be impossible', async () => {
    vi.stubGlobal(
      'Notification',
      class {
        static readonly permission = 'granted';
        constructor() {
          throw new TypeError('Illegal constructor');
        }
      },
    );
    expect(await showNotice(notice(), nobody)).toBe('unsupported');
  });

  it('is shown by the worker where there is one, and by the page where the worker fails', async () => {
    const shown = vi.fn<(title: string, look: NotificationOptions) => Promise<void>>(async () => undefined);
    stubWorker(shown);
    expect(await showNotice(notice(), nobody)).toBeNull();
    expect(shown).toHaveBeenCalledTimes(1);
    const [title, look] = shown.mock.calls[0] ?? [];
    expect([title, look?.body, look?.data]).toEqual([
      'Ben',
      'text 1',
      { seat: me, conversation: chat, interaction: null, seq: 1, app: '/', path: `/chats/${chat}` },
    ]);
    expect(noticeTexts()).toEqual([]);
    shown.mockRejectedValueOnce(new Error('no room'));
    expect(await showNotice(notice(), nobody)).toBeNull();
    expect(noticeTexts()).toEqual([['Ben', 'text 1']]);
  });
});

describe('what is over', () => {
  const isOver = ({ seq }: { seq: number }) => seq <= 1;

  it('is taken away, whatever this page has shown, and the rest stays', async () => {
    await showNotice(notice(chat, 1), nobody);
    await showNotice(notice(other, 2), nobody);
    await closeNotices(isOver);
    expect(noticeTexts()).toEqual([['Ben', 'text 2']]);
  });

  it('is taken away, whatever the worker has shown for another page', async () => {
    stubWorker(async (title, look) => void new FakeNotification(title, look));
    await showNotice(notice(chat, 1), nobody);
    await showNotice(notice(other, 2), nobody);
    expect(noticeTexts()).toHaveLength(2);
    await closeNotices(isOver);
    expect(noticeTexts()).toEqual([['Ben', 'text 2']]);
  });
});

it('a click on a notice of the worker opens its chat, and nothing but a chat', () => {
  const worker = stubWorker(async () => undefined);
  const open = vi.fn<(id: string) => void>();
  const stop = followNotices(open);
  const say = (data: unknown) => worker.dispatchEvent(new MessageEvent('message', { data }));
  say({ open: chat });
  expect(open).toHaveBeenCalledExactlyOnceWith(chat);
  for (const strange of [null, 'open', { open: 7 }, { open: '../../evil' }, { open: `${chat}/..` }])
    say(strange);
  expect(open).toHaveBeenCalledTimes(1);
  stop();
  say({ open: other });
  expect(open).toHaveBeenCalledTimes(1);
});
