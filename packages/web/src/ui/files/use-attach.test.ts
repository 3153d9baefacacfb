// @environment page
import { act } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { conversationOf } from '../../../../client/test/cast.ts';
import { closePages, openPage, toasts } from '../../../test/page.tsx';
import { refusedBy } from '../../../test/refused-by.ts';
import { filesOf, hasFiles, useAttach } from './use-attach.ts';

const chat = conversationOf(1);
const file = (name: string) => new File(['words'], name);

/** What a browser hands over: files, folders and texts. */
function given(...items: { file?: File | null; isFolder?: boolean; text?: string }[]): DataTransfer {
  const all = items.map(({ file: one = null, isFolder = false, text }) => ({
    kind: text === undefined ? 'file' : 'string',
    getAsFile: () => one,
    webkitGetAsEntry: () => ({ isDirectory: isFolder }),
  }));
  const types = all.some(({ kind }) => kind === 'file') ? ['Files'] : ['text/plain'];
  return { items: all, types } as unknown as DataTransfer;
}

async function pageWith(mayAttach: boolean) {
  const page = await openPage({ prepare: (server) => void server.addChat(chat) });
  const { view } = page.server.chat(chat);
  const files = mayAttach ? view.abilities.files : refusedBy('CONT-4', 'files-not-from-console');
  const { result } = page.use(() => useAttach({ ...view, abilities: { ...view.abilities, files } }));
  const tray = () => (page.client.getState().uploads.get(chat) ?? []).map(({ name }) => name);
  return { attach: result.current, tray };
}

afterEach(closePages);

describe('what is dropped', () => {
  it('has files, and folders apart from them', () => {
    const [one, other] = [file('a.txt'), file('b.txt')];
    const all = given({ file: one }, { text: 'words' }, { file: file('c'), isFolder: true }, { file: other });
    expect(filesOf(all)).toEqual({ files: [one, other], folders: 1 });
  });

  it('has no file where the browser gives none, and none is a text', () => {
    expect(filesOf(given({ file: null }, { text: 'words' }))).toEqual({ files: [], folders: 0 });
    expect([hasFiles(given({ file: file('a') })), hasFiles(given({ text: 'a' })), hasFiles(null)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

it('[CONT-4] files go into the tray, and of a folder it is said that it cannot', async () => {
  const { attach, tray } = await pageWith(true);
  act(() => void attach([file('a.txt'), file('b.txt')]));
  expect([tray(), toasts()]).toEqual([['a.txt', 'b.txt'], []]);
  act(() => void attach([file('c.txt')], 1));
  expect(tray()).toEqual(['a.txt', 'b.txt', 'c.txt']);
  expect(toasts()).toEqual(['A folder cannot be attached. Pack it into one file first.']);
});

it('[CONT-4] where files may not be sent none is taken, and it is said why', async () => {
  const { attach, tray } = await pageWith(false);
  act(() => void attach([file('a.txt')]));
  expect(tray()).toEqual([]);
  expect(toasts()).toHaveLength(1);
});
