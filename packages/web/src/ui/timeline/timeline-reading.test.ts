// @environment page
import { act, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversationOf, me, messageView, peer, range } from '../../../../client/test/cast.ts';
import { closePages, openPage, type Page } from '../../../test/page.tsx';
import { refusedBy } from '../../../test/refused-by.ts';
import { useClientState } from '../app/client-context.tsx';
import {
  lastReadRow,
  loadFirstUnread,
  useFirstUnreadLoaded,
  useReceipt,
  useUnreadLine,
} from './timeline-reading.ts';
import { timelineRows } from './timeline-rows.ts';

const chat = conversationOf(1);

interface Given {
  /** Who has written, in order. */
  readonly authors: readonly string[];
  readonly readSeq: number;
  readonly pageSize?: number;
}

/** A page with the chat open, as the reader left it. */
async function pageWith({ authors, readSeq, pageSize = 100 }: Given): Promise<Page> {
  const page = await openPage({
    prepare: (server) => {
      server.pageSize = pageSize;
      const one = server.addChat(chat);
      for (const author of authors) server.write(chat, 'words', author === 'me' ? me : peer);
      const unread = authors.filter((author, place) => author !== 'me' && place >= readSeq).length;
      one.view = { ...one.view, readSeq, unread };
    },
  });
  await page.client.openTimeline(chat);
  return page;
}

function useOpen() {
  const timeline = useClientState((state) => state.timelines.get(chat));
  const conversation = useClientState((state) => state.conversations.get(chat));
  if (!timeline || !conversation) throw new Error('the chat is not open');
  return { timeline, conversation };
}

function useLine() {
  const { timeline, conversation } = useOpen();
  return useUnreadLine(conversation, timeline, me);
}

function lookAway(isAway: boolean): void {
  vi.spyOn(document, 'hasFocus').mockReturnValue(!isAway);
  act(() => void dispatchEvent(new Event(isAway ? 'blur' : 'focus')));
}

const newestOf = ({ client }: Page) => client.getState().timelines.get(chat)?.messages.at(-1)?.seq;
const aroundOf = ({ client }: Page) =>
  client
    .getState()
    .timelines.get(chat)
    ?.around?.messages.map(({ seq }) => seq);

beforeEach(() => lookAway(false));
afterEach(async () => {
  await closePages();
  vi.restoreAllMocks();
});

describe('the unread line', () => {
  it('stands at the first unread message of somebody else, and stays there while that is read', async () => {
    const page = await pageWith({ authors: ['peer', 'peer', 'me', 'peer', 'peer'], readSeq: 2 });
    const { result } = page.use(useLine);
    expect([result.current.line, result.current.isNewer]).toEqual([4, false]);
    act(() => page.client.markRead(chat, 5));
    expect(result.current.line).toBe(4);
  });

  it('stands nowhere where all is read, and what is read as it comes gets none', async () => {
    const page = await pageWith({ authors: ['peer'], readSeq: 1 });
    const { result } = page.use(useLine);
    expect(result.current.line).toBeNull();
    page.server.write(chat, 'seen', peer);
    await waitFor(() => expect(newestOf(page)).toBe(2));
    expect(result.current.line).toBeNull();
  });

  it('stands above what has come while nobody looked, anew each time', async () => {
    const page = await pageWith({ authors: ['peer'], readSeq: 1 });
    const { result } = page.use(useLine);
    lookAway(true);
    page.server.write(chat, 'two', peer);
    page.server.write(chat, 'three', peer);
    await waitFor(() => expect(newestOf(page)).toBe(3));
    await waitFor(() => expect([result.current.line, result.current.isNewer]).toEqual([2, true]));
    lookAway(false);
    expect(result.current.line).toBe(2);
    lookAway(true);
    page.server.write(chat, 'four', peer);
    await waitFor(() => expect(result.current.line).toBe(4));
  });

  it('begins anew where it is told to', async () => {
    const page = await pageWith({ authors: ['peer', 'peer', 'peer'], readSeq: 1 });
    const { result } = page.use(useLine);
    expect(result.current.line).toBe(2);
    const { view } = page.server.chat(chat);
    act(() => result.current.restart({ ...view, readSeq: 2, unread: 1 }));
    expect(result.current.line).toBe(3);
    act(() => result.current.restart({ ...view, readSeq: 3, unread: 0 }));
    expect(result.current.line).toBeNull();
  });

  it('waits for its page, rather than to stand at another message', async () => {
    const page = await pageWith({ authors: range(1, 30).map(() => 'peer'), readSeq: 5, pageSize: 10 });
    const { result } = page.use(useLine);
    expect(result.current.line).toBeNull();
    await act(() => loadFirstUnread(page.client, chat, me));
    expect(result.current.line).toBe(6);
  });
});

describe('a chat with more unread messages than one page', () => {
  it('opens at the first of them, with what stands around it', async () => {
    const page = await pageWith({ authors: range(1, 60).map(() => 'peer'), readSeq: 20, pageSize: 10 });
    const { result } = page.use(() => {
      const { conversation, timeline } = useOpen();
      return useFirstUnreadLoaded(conversation, timeline);
    });
    expect(result.current).toBe(false);
    await waitFor(() => expect(result.current).toBe(true));
    expect(aroundOf(page)).toContain(21);
    expect(aroundOf(page)).toContain(20);
  });

  it('is looked through past own messages', async () => {
    const authors = range(1, 80).map((seq) => (seq > 20 && seq <= 45 ? 'me' : 'peer'));
    const page = await pageWith({ authors, readSeq: 20, pageSize: 10 });
    await loadFirstUnread(page.client, chat, me);
    expect(aroundOf(page)).toContain(46);
  });

  it('opens at the newest where the page does not come', async () => {
    const page = await pageWith({ authors: range(1, 30).map(() => 'peer'), readSeq: 5, pageSize: 10 });
    page.server.chats.delete(chat);
    const { result } = page.use(() => {
      const { conversation, timeline } = useOpen();
      return useFirstUnreadLoaded(conversation, timeline);
    });
    expect(result.current).toBe(false);
    await waitFor(() => expect(result.current).toBe(true));
    expect(aroundOf(page)).toBeUndefined();
  });

  it('asks for nothing where the first unread message is there', async () => {
    const page = await pageWith({ authors: ['peer', 'peer'], readSeq: 1 });
    const before = page.server.requests.length;
    await loadFirstUnread(page.client, chat, me);
    expect(page.server.requests).toHaveLength(before);
  });
});

describe('what the other has read', () => {
  it('[SIG-4] shows at the newest own message that they have', () => {
    const messages = [1, 2, 3, 4].map((seq) => messageView(chat, seq, seq === 3 ? peer : me));
    const rows = timelineRows(messages, [], me, null);
    expect([0, 1, 2, 3, 4].map((receipt) => lastReadRow(rows, receipt))).toEqual([
      null,
      messages[0]?.id,
      messages[1]?.id,
      messages[1]?.id,
      messages[3]?.id,
    ]);
  });

  it('[SIG-5] is not shown where the rules pass nothing on', async () => {
    const page = await pageWith({ authors: ['me', 'me'], readSeq: 2 });
    const { view } = page.server.chat(chat);
    const receipts = refusedBy('SIG-5', 'no-receipts-here');
    const forbidden = { ...view, abilities: { ...view.abilities, receipts } };
    const { result, rerender } = page.useWith((conversation) => useReceipt(conversation), view);
    page.server.emit({ on: 'receipt', conversation: chat, interaction: null, seat: peer, seq: 2 });
    await waitFor(() => expect(result.current).toBe(2));
    rerender(forbidden);
    expect(result.current).toBe(0);
  });
});
