// @environment page
import { createEvent, fireEvent, screen } from '@testing-library/react';
import type { ConversationView } from '@tieline/protocol';
import { afterEach, expect, it } from 'vitest';
import { conversationOf } from '../../../../client/test/cast.ts';
import { closePages, openPage, toasts } from '../../../test/page.tsx';
import { refusedBy } from '../../../test/refused-by.ts';
import { FileDrop, useDropGuard } from './file-drop.tsx';

const chat = conversationOf(1);
const hint = 'Drop the files to attach them';

const item = (file: File) => ({
  kind: 'file',
  getAsFile: () => file,
  webkitGetAsEntry: () => ({ isDirectory: false }),
});
const files = { types: ['Files'], items: [item(new File(['words'], 'a.txt'))], dropEffect: 'copy' };
const text = { types: ['text/plain'], items: [], dropEffect: 'copy' };

function App({ conversation }: { conversation: ConversationView }) {
  useDropGuard();
  return (
    <FileDrop conversation={conversation}>
      <p>messages</p>
    </FileDrop>
  );
}

/** The files are taken from here to another place of the page. */
function dragTo(target: Element | null, place: Element): void {
  const event = createEvent.dragLeave(place);
  Object.defineProperty(event, 'relatedTarget', { value: target });
  fireEvent(place, event);
}

async function pageWith(mayAttach = true) {
  const page = await openPage({ prepare: (server) => void server.addChat(chat) });
  const { view } = page.server.chat(chat);
  const allowed = mayAttach ? view.abilities.files : refusedBy('CONT-4', 'files-not-from-console');
  page.show(<App conversation={{ ...view, abilities: { ...view.abilities, files: allowed } }} />);
  const tray = () => (page.client.getState().uploads.get(chat) ?? []).map(({ name }) => name);
  return { place: screen.getByText('messages'), tray };
}

/** Whether the browser is kept from opening what is dropped. */
const isGuarded = (target: Element, dataTransfer: object) => !fireEvent.drop(target, { dataTransfer });

afterEach(closePages);

it('[CONT-4] files that are dropped onto a chat are attached to it', async () => {
  const { place, tray } = await pageWith();
  fireEvent.dragOver(place, { dataTransfer: files });
  expect(screen.queryByText(hint)).not.toBeNull();
  expect(isGuarded(place, files)).toBe(true);
  expect([tray(), screen.queryByText(hint)]).toEqual([['a.txt'], null]);
});

it('the hint goes when the files are taken elsewhere, and not between two parts of the chat', async () => {
  const { place } = await pageWith();
  fireEvent.dragOver(place, { dataTransfer: files });
  dragTo(place.parentElement, place);
  expect(screen.queryByText(hint)).not.toBeNull();
  dragTo(document.body, place);
  expect(screen.queryByText(hint)).toBeNull();
});

it('[CONT-4] where files may not be sent a drop says why, and attaches nothing', async () => {
  const { place, tray } = await pageWith(false);
  fireEvent.dragOver(place, { dataTransfer: files });
  expect(screen.queryByText(hint)).toBeNull();
  isGuarded(place, files);
  expect(tray()).toEqual([]);
  expect(toasts()).toEqual(['In this company files cannot be sent from the console.']);
});

it('files that are dropped beside a chat do not take the browser away from the app; texts are let through', async () => {
  const { tray } = await pageWith();
  expect([isGuarded(document.body, files), isGuarded(document.body, text)]).toEqual([true, false]);
  expect(tray()).toEqual([]);
});
