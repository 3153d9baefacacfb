// @environment page
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { selfView } from '../../../client/test/cast.ts';
import { useSignedInSides } from './signed-in-sides.ts';

const answer = (status: number, body: unknown) => async () => new Response(JSON.stringify(body), { status });
const sides = () => renderHook(() => useSignedInSides());

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('tells who is signed in to this browser', async () => {
  vi.stubGlobal('fetch', answer(200, { selves: [selfView()] }));
  const { result } = sides();
  expect(result.current).toEqual([]);
  await waitFor(() => expect(result.current.map(({ name }) => name)).toEqual(['Mia']));
});

it.each<[string, () => Promise<Response>]>([
  ['refuses', answer(503, {})],
  ['cannot be reached', () => Promise.reject(new TypeError('no network'))],
])('a server that %s leaves the form to say so', async (_, fetch) => {
  const asked = vi.fn<() => Promise<Response>>(fetch);
  vi.stubGlobal('fetch', asked);
  const { result } = sides();
  await waitFor(() => expect(asked).toHaveBeenCalledTimes(1));
  await act(() => Promise.resolve());
  expect(result.current).toEqual([]);
});
