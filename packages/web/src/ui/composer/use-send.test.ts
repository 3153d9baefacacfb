// @environment page
import { act, waitFor } from '@testing-library/react';
import { limits } from '@tieline/protocol';
import { afterEach, expect, it, vi } from 'vitest';
import { conversationOf } from '../../../../client/test/cast.ts';
import { closePages, openPage, toasts } from '../../../test/page.tsx';
import type { ComposerEditor } from './composer-props.ts';
import { useSend } from './use-send.ts';

const chat = conversationOf(1);

const send = vi.fn<() => void>();
const editor = (over: Partial<ComposerEditor> = {}): ComposerEditor => ({
  text: 'hello',
  limit: limits.textBytes,
  hasText: true,
  obstacle: null,
  send,
  focus: () => undefined,
  ...over,
});

async function sendOf(given: ComposerEditor, blockReason: string | null = null) {
  const page = await openPage({ prepare: (server) => void server.addChat(chat) });
  const conversation = page.server.chat(chat).view;
  const { result } = page.use(() => useSend({ conversation, blockReason }, given));
  return { page, result };
}

afterEach(async () => {
  send.mockClear();
  await closePages();
});

it('sends a text', async () => {
  const { result } = await sendOf(editor());
  expect(result.current.canSend).toBe(true);
  result.current.send();
  expect(send).toHaveBeenCalledTimes(1);
});

it.each<[string, Partial<ComposerEditor>]>([
  ['nothing in it', { text: '  ', hasText: false }],
  ['a byte too much', { text: 'a'.repeat(limits.textBytes - 1) + 'é' }],
  ['an image that is still on its way', { obstacle: 'An image is on its way.' }],
])('a text with %s stays where it is', async (_, over) => {
  const { result } = await sendOf(editor(over));
  expect(result.current.canSend).toBe(false);
  result.current.send();
  expect(send).not.toHaveBeenCalled();
  expect(toasts()).toEqual([]);
});

it('a text of exactly the limit is sent', async () => {
  const { result } = await sendOf(editor({ text: 'a'.repeat(limits.textBytes - 2) + 'é' }));
  result.current.send();
  expect(send).toHaveBeenCalledTimes(1);
});

it('[HIST-5] what was meant for a chat that is over stays in the field, and it is said why', async () => {
  const { result } = await sendOf(editor(), 'This chat has ended.');
  expect(result.current.canSend).toBe(false);
  act(() => result.current.send());
  expect(send).not.toHaveBeenCalled();
  expect(toasts()).toEqual(['This chat has ended.']);
});

it('[CONT-4] files are sent without a text, and with the text that stands beside them', async () => {
  const { page, result } = await sendOf(editor({ text: '', hasText: false }));
  expect(result.current.canSend).toBe(false);
  act(() => result.current.tray.attach([new File(['words'], 'notes.txt')]));
  await waitFor(() => expect(result.current.canSend).toBe(true));
  result.current.send();
  await waitFor(() => expect(page.server.commandsOf('send-message')).toHaveLength(1));
  const [{ id } = { id: '' }] = page.server.uploads.all.values();
  expect(page.server.commandsOf('send-message')[0]?.with).toMatchObject({ body: { kind: 'file', file: id } });
});

it('a file that was refused is nothing to send', async () => {
  const { page, result } = await sendOf(editor({ text: '', hasText: false }));
  const { self } = page.client.getState();
  const largest = self?.files.largest ?? 0;
  act(() => result.current.tray.attach([new File([new Uint8Array(largest + 1)], 'film.mp4')]));
  await waitFor(() => expect(result.current.tray.uploads.map(({ state }) => state)).toEqual(['refused']));
  expect(result.current.canSend).toBe(false);
});
