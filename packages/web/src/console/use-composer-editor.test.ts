// @environment page
import { act, waitFor } from '@testing-library/react';
import { type ConversationView, wireError } from '@tieline/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { agentSelf, conversationOf, me } from '../../../client/test/cast.ts';
import { closePages, openPage, type Page, toasts } from '../../test/page.tsx';
import { refusedBy } from '../../test/refused-by.ts';
import { hasDraft, readDraft, writeDraft } from '../ui/composer/drafts.ts';
import { useComposerEditor } from './use-composer-editor.ts';

const chat = conversationOf(1);

/** The editor of a console, once it is there. */
async function editorOf(over: Partial<ConversationView['abilities']> = {}) {
  const page = await openPage({
    surface: 'console',
    prepare: (server) => {
      server.self = agentSelf();
      const { abilities } = server.addChat(chat, { kind: 'expert' }).view;
      server.addChat(chat, { kind: 'expert', abilities: { ...abilities, ...over } });
    },
  });
  const conversation = page.server.chat(chat).view;
  const hook = page.use(() => useComposerEditor({ conversation, blockReason: null, origin: null }));
  await waitFor(() => expect(hook.result.current.editor?.isInitialized).toBe(true));
  const editor = () => {
    const { editor: current } = hook.result.current;
    if (!current) throw new Error('no editor');
    return current;
  };
  const sent = () =>
    page.server.commandsOf('send-message').map((frame) => (frame.with as { body: unknown }).body);
  return { page, hook, editor, sent, current: () => hook.result.current };
}

const picture = () => new File(['pixels'], 'plan.png', { type: 'image/png' });

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  vi.stubGlobal('createImageBitmap', async () => ({ width: 30, height: 20, close: () => undefined }));
});
afterEach(async () => {
  vi.useRealTimers();
  await closePages();
  vi.unstubAllGlobals();
});

describe('what is typed', () => {
  it('is a draft with its formatting, and is there when the chat is opened again', async () => {
    const first = await editorOf();
    act(() => void first.editor().commands.insertContent('<p><strong>half</strong> a sent</p>'));
    expect(readDraft(me, chat)).toContain('half');
    const { page, hook } = first;
    hook.unmount();
    const again = page.use(() =>
      useComposerEditor({ conversation: page.server.chat(chat).view, blockReason: null, origin: null }),
    );
    await waitFor(() => expect(again.result.current.html).toBe('<p><strong>half</strong> a sent</p>'));
  });

  it('is no draft any more when it is deleted', async () => {
    const { editor } = await editorOf();
    act(() => void editor().commands.insertContent('words'));
    expect(hasDraft(me, chat)).toBe(true);
    act(() => void editor().commands.clearContent(true));
    expect(hasDraft(me, chat)).toBe(false);
  });

  it('is not written over by an editor that only opens', async () => {
    writeDraft(me, chat, '{"of":"a newer version"}');
    const { current } = await editorOf();
    expect(current().html).toBe('');
    expect(readDraft(me, chat)).toBe('{"of":"a newer version"}');
  });
});

describe('what is sent', () => {
  it('[CONT-1] is formatted text, once; the field, the draft and what Undo would bring back are empty', async () => {
    const { editor, sent, current } = await editorOf();
    vi.useFakeTimers({ toFake: ['Date'] });
    act(() => void editor().commands.insertContent('<p><em>hello</em></p>'));
    // What is done at once is undone at once.
    vi.setSystemTime(Date.now() + 5_000);
    act(() => current().send());
    await waitFor(() => expect(sent()).toEqual([{ kind: 'rich', html: '<p><em>hello</em></p>' }]));
    expect([current().html, hasDraft(me, chat), current().hasPlaceholder]).toEqual(['', false, true]);
    act(() => void editor().commands.undo());
    expect(current().html).toBe('');
    act(() => current().send());
    act(() => void editor().commands.insertContent('next'));
    act(() => current().send());
    await waitFor(() => expect(sent()).toHaveLength(2));
  });

  it('is nothing where nothing is seen: an empty list is none', async () => {
    const { editor, sent, current } = await editorOf();
    act(() => void editor().commands.toggleBulletList());
    expect([current().html, current().hasPlaceholder]).toEqual(['', false]);
    act(() => current().send());
    act(() => void editor().commands.insertContent('item'));
    act(() => current().send());
    await waitFor(() => expect(sent()).toHaveLength(1));
  });
});

describe('[CONT-1] an image', () => {
  it('keeps the message back until it is there, and goes with it then', async () => {
    const { page, editor, sent, current } = await editorOf();
    let go = () => {};
    page.server.uploads.onRequest = () => new Promise((resolve) => (go = resolve));
    act(() => current().addFiles(editor(), [picture()]));
    await waitFor(() => expect(current().imagesUnderWay).toBe(1));
    act(() => current().send());
    page.server.uploads.onRequest = () => undefined;
    await waitFor(() => {
      go();
      expect(current().imagesUnderWay).toBe(0);
    });
    act(() => current().send());
    await waitFor(() => expect(sent()).toHaveLength(1));
    const [id] = page.server.uploads.all.keys();
    expect(JSON.stringify(sent()[0])).toContain(`/files/console/${chat}/${id}`);
    expect(JSON.stringify(sent()[0])).toContain('alt=\\"plan\\"');
  });

  it('that is refused goes, and it is said why; the words stay', async () => {
    const { page, editor, current } = await editorOf();
    page.server.uploads.onComplete = () => wireError('file-infected');
    act(() => void editor().commands.insertContent('words'));
    act(() => current().addFiles(editor(), [picture()]));
    await waitFor(() => expect(toasts()).toHaveLength(1));
    expect(toasts()[0]).toBe('plan.png was not taken: The virus scanner has found something in this file.');
    expect([current().html, current().imagesUnderWay]).toEqual(['<p>words</p>', 0]);
  });

  it('that is deleted is not waited for, and is again when Undo brings it back', async () => {
    const { page, editor, current } = await editorOf();
    page.server.uploads.onRequest = () => new Promise(() => undefined);
    act(() => void editor().commands.insertContent('words'));
    act(() => current().addFiles(editor(), [picture()]));
    await waitFor(() => expect(current().imagesUnderWay).toBe(1));
    act(() => void editor().commands.undo());
    expect([current().html, current().imagesUnderWay]).toEqual(['<p>words</p>', 0]);
    act(() => void editor().commands.redo());
    expect(current().imagesUnderWay).toBe(1);
  });
});

describe('[OPT-4] a file that is no image', () => {
  const notes = new File(['words'], 'notes.txt', { type: 'text/plain' });
  const trayOf = ({ client }: Page) =>
    client
      .getState()
      .uploads.get(chat)
      ?.map(({ name }) => name);

  it('is attached where the console may send files', async () => {
    const { page, editor, current } = await editorOf();
    act(() => current().addFiles(editor(), [notes]));
    expect([trayOf(page), toasts(), current().html]).toEqual([['notes.txt'], [], '']);
  });

  it('is not taken where it may not, and it is said why', async () => {
    const files = refusedBy('CONT-4', 'files-not-from-console');
    const { page, editor, current } = await editorOf({ files });
    act(() => current().addFiles(editor(), [notes]));
    expect([trayOf(page), current().html]).toEqual([undefined, '']);
    expect(toasts()).toEqual(['Only images can be put into a message.']);
  });
});
