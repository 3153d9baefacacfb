// @environment page
import { act, waitFor } from '@testing-library/react';
import { wireError } from '@tieline/protocol';
import { afterEach, expect, it } from 'vitest';
import { conversationOf, me, seatOf } from '../../../../client/test/cast.ts';
import { closePages, openPage, toasts } from '../../../test/page.tsx';
import { draftsOf, writeDraft } from '../composer/drafts.ts';
import { isNothing, lossesOf, useLogOut } from './use-log-out.ts';

const chat = conversationOf(1);
const other = conversationOf(2);
const somebodyElse = seatOf(9);

const pageWithChats = () =>
  openPage({
    prepare: (server) => {
      server.addChat(chat);
      server.addChat(other);
    },
  });

afterEach(closePages);

it('says before what a log-out deletes: files, messages and drafts that were not sent', async () => {
  const { client, server } = await pageWithChats();
  expect(isNothing(lossesOf(client, me))).toBe(true);
  server.fate = (frame) => (frame.do === 'send-message' ? 'silence' : undefined);
  writeDraft(me, chat, 'one');
  writeDraft(me, other, 'two');
  writeDraft(somebodyElse, chat, 'of somebody else');
  expect(lossesOf(client, me)).toEqual({ files: 0, messages: 0, drafts: 2 });
  await client.openTimeline(chat);
  void client.send(chat, { kind: 'plain', text: 'on its way' });
  client.attach(other, [new File(['a'], 'a.txt')]);
  expect(lossesOf(client, me)).toEqual({ files: 1, messages: 1, drafts: 2 });
  expect(isNothing({ files: 0, messages: 1, drafts: 0 })).toBe(false);
});

it('deletes the drafts of the reader, and of nobody else, when the server has heard of it', async () => {
  const page = await pageWithChats();
  writeDraft(me, chat, 'mine');
  writeDraft(somebodyElse, chat, 'of somebody else');
  let answer = () => {};
  page.server.onRequest = () => new Promise((resolve) => (answer = resolve));
  const { result } = page.use(() => useLogOut());
  act(() => result.current());
  await waitFor(() => expect(page.server.requests.at(-1)).toContain('log-out'));
  expect(draftsOf(me)).toEqual([chat]);
  answer();
  await waitFor(() => expect(draftsOf(me)).toEqual([]));
  expect(draftsOf(somebodyElse)).toEqual([chat]);
});

it('a log-out that failed deletes nothing, and is told', async () => {
  const page = await pageWithChats();
  writeDraft(me, chat, 'mine');
  page.server.onRequest = (request) => (request.includes('log-out') ? wireError('unavailable') : undefined);
  const { result } = page.use(() => useLogOut());
  act(() => result.current());
  await waitFor(() => expect(toasts()).toHaveLength(1));
  expect(draftsOf(me)).toEqual([chat]);
});
