// @environment page
import { waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversationOf, peer } from '../../../../client/test/cast.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { useTitle } from './use-title.ts';

const one = conversationOf(1);
const other = conversationOf(2);

const icon = () => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.getAttribute('href') ?? '';

beforeEach(() => {
  document.title = '';
  document.head.innerHTML = '<link rel="icon" href="/other.svg">';
});
afterEach(closePages);

it('counts what is unread in all chats together, until it is read', async () => {
  const page = await openPage({
    prepare: (server) => {
      server.addChat(one);
      server.addChat(other);
    },
  });
  page.use(() => useTitle('Tieline Office', 'office'));
  expect([document.title, icon()]).toEqual(['Tieline Office', '/favicon-office.svg']);
  page.server.write(one, 'a', peer);
  page.server.write(other, 'b', peer);
  await waitFor(() => expect(document.title).toBe('(2) Tieline Office'));
  expect(decodeURIComponent(icon())).toContain('>2</text>');
  page.client.markRead(one, 1);
  await waitFor(() => expect(document.title).toBe('(1) Tieline Office'));
  page.client.markRead(other, 1);
  await waitFor(() => expect(document.title).toBe('Tieline Office'));
  expect(icon()).toBe('/favicon-office.svg');
});

it.each([
  [9, '(9) Tieline Console', '>9</text>'],
  [10, '(10) Tieline Console', '>9+</text>'],
  [99, '(99) Tieline Console', '>9+</text>'],
  [100, '(99+) Tieline Console', '>9+</text>'],
])('of %i unread messages the title says %s', async (unread, title, inIcon) => {
  const page = await openPage({ prepare: (server) => void server.addChat(one, { unread }) });
  page.use(() => useTitle('Tieline Console', 'console'));
  expect(document.title).toBe(title);
  expect(decodeURIComponent(icon())).toContain(inIcon);
});
