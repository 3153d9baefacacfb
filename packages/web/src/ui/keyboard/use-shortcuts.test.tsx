// @environment page
import { act, fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversationOf, conversationView } from '../../../../client/test/cast.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { openDialog, useOpenDialog } from '../dialogs/open-dialog.ts';
import { useShortcuts } from './use-shortcuts.ts';

const [one, two] = [conversationOf(1), conversationOf(2)];
const order = [conversationView(one), conversationView(two)];

/** An app with two chats in its list, of which the first is open. */
async function app(more = '') {
  document.body.innerHTML = `
    <a id="row" href="#" data-conversation aria-current="page">chat</a>
    <textarea id="field"></textarea>${more}`;
  const page = await openPage({ path: `/chats/${one}` });
  const { result } = page.use(() => {
    useShortcuts(order, one);
    return useOpenDialog();
  });
  return { page, dialog: () => result.current };
}

/** True where somebody has used the key, and the browser does nothing with it. */
function press(init: KeyboardEventInit, target: Element = document.body): boolean {
  return !fireEvent.keyDown(target, init);
}

const field = () => document.getElementById('field') ?? document.body;

beforeEach(() => openDialog(null));
afterEach(async () => {
  act(() => openDialog(null));
  await closePages();
});

it('Alt with an arrow goes to the neighbour in the list, and no further than its end', async () => {
  const { page } = await app();
  expect(press({ key: 'ArrowUp', altKey: true })).toBe(true);
  expect(page.path).toBe(`/chats/${one}`);
  press({ key: 'ArrowDown', altKey: true }, field());
  expect(page.path).toBe(`/chats/${two}`);
});

it('Ctrl K opens the switcher, also from a text field', async () => {
  const { dialog } = await app();
  expect(press({ key: 'k', ctrlKey: true, shiftKey: true })).toBe(false);
  expect(press({ key: 'k' })).toBe(false);
  expect(dialog()).toBeNull();
  expect(press({ key: 'K', ctrlKey: true }, field())).toBe(true);
  expect(dialog()).toBe('switcher');
});

it('? opens the list of keys, and in a text field only with Ctrl', async () => {
  const { dialog } = await app();
  expect(press({ key: '?' }, field())).toBe(false);
  expect(dialog()).toBeNull();
  expect(press({ key: '?' })).toBe(true);
  expect(dialog()).toBe('shortcuts');
  act(() => openDialog(null));
  expect(press({ key: '/', ctrlKey: true }, field())).toBe(true);
  expect(dialog()).toBe('shortcuts');
});

it('Escape leads to the list, unless somebody else has used it', async () => {
  await app();
  field().focus();
  const use = (event: Event) => event.preventDefault();
  field().addEventListener('keydown', use);
  press({ key: 'Escape' }, field());
  expect(document.activeElement?.id).toBe('field');
  field().removeEventListener('keydown', use);
  press({ key: 'Escape' }, field());
  expect(document.activeElement?.id).toBe('row');
});

it('under a dialog the page stands still', async () => {
  const { page, dialog } = await app('<div role="dialog" id="dialog"></div>');
  press({ key: 'ArrowDown', altKey: true });
  field().focus();
  press({ key: 'Escape' }, field());
  expect([page.path, document.activeElement?.id]).toEqual([`/chats/${one}`, 'field']);
  act(() => void press({ key: 'k', ctrlKey: true }));
  expect(dialog()).toBe('switcher');
  document.getElementById('dialog')?.remove();
  press({ key: 'ArrowDown', altKey: true });
  expect(page.path).toBe(`/chats/${two}`);
});

it('keys of an input method are not for the app', async () => {
  const { page } = await app();
  press({ key: 'ArrowDown', altKey: true, isComposing: true });
  expect(page.path).toBe(`/chats/${one}`);
  press({ key: 'ArrowDown', altKey: true });
  expect(page.path).toBe(`/chats/${two}`);
});
