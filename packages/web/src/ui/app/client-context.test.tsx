// @environment page
import { act, renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { conversationOf, peer } from '../../../../client/test/cast.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { useClientState, useSelf, useTieline } from './client-context.tsx';

const one = conversationOf(1);
const other = conversationOf(2);

afterEach(async () => {
  vi.restoreAllMocks();
  await closePages();
});

it('a part of the page is drawn again when what it shows has changed, and not for anything else', async () => {
  const page = await openPage({
    prepare: (server) => {
      server.addChat(one);
      server.addChat(other);
    },
  });
  let draws = 0;
  const { result } = page.use(() => {
    draws += 1;
    return useClientState(({ conversations }) => conversations.get(one)?.unread);
  });
  const before = draws;
  page.server.write(other, 'elsewhere', peer);
  await waitFor(() => expect(page.client.getState().conversations.get(other)?.unread).toBe(1));
  expect(draws).toBe(before);
  act(() => void page.server.write(one, 'here', peer));
  await waitFor(() => expect(result.current).toBe(1));
  expect(draws).toBe(before + 1);
});

it('a part that stands where nobody is signed in says so, rather than to show nothing', () => {
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  expect(() => renderHook(() => useTieline())).toThrow('There is no client above this component.');
  expect(() => renderHook(() => useSelf())).toThrow('Nobody is signed in above this component.');
});
