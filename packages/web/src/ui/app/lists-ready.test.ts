// @environment page
import { act } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeServer } from '../../../../client/test/fake-server.ts';
import { clientOf } from '../../../../client/test/session.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { useIsReady, waitForLists } from './lists-ready.ts';

const servers: FakeServer[] = [];

/** A client that has just begun to connect; its lists come when the test says so. */
async function startingClient() {
  const server = await new FakeServer().start();
  servers.push(server);
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  server.onRequest = () => answered;
  const client = clientOf(server);
  client.connect();
  return { server, client, answer };
}

/** Whether it is over, looked at in between. */
function watch(work: Promise<void>): () => boolean {
  let isOver = false;
  void work.then(() => (isOver = true));
  return () => isOver;
}

afterEach(async () => {
  vi.useRealTimers();
  await closePages();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

describe('an app is drawn', () => {
  it('when its lists are there', async () => {
    const { client, answer } = await startingClient();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const isOver = watch(waitForLists(client));
    answer();
    await vi.waitFor(() => expect(isOver()).toBe(true), { interval: 1 });
    expect(client.getState().conversationsState).toBe('ready');
  });

  it('without them where they take too long', async () => {
    const { client } = await startingClient();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const isOver = watch(waitForLists(client));
    vi.advanceTimersByTime(399);
    await Promise.resolve();
    expect(isOver()).toBe(false);
    vi.advanceTimersByTime(1);
    await Promise.resolve();
    expect([isOver(), client.getState().conversationsState]).toEqual([true, 'loading']);
  });

  it('at once where it is known that they will not come', async () => {
    const { server, client, answer } = await startingClient();
    server.door = 'not-signed-in';
    answer();
    await waitForLists(client);
    expect(client.getState().connection.state).toBe('signed-out');
  });
});

it('what has been drawn once stays, also when the lists are loaded anew', async () => {
  const page = await openPage();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { result, rerender } = page.useWith<boolean, boolean>(useIsReady, false);
  expect(result.current).toBe(false);
  rerender(true);
  expect(result.current).toBe(true);
  act(() => void vi.advanceTimersByTime(1));
  expect(result.current).toBe(true);
});
