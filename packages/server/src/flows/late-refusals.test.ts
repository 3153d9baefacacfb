import { subprotocol } from '@tieline/protocol';
import { startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';

let server: TestServer;
beforeEach(async () => {
  // So long that nothing that waits is told within a test.
  const limits = { sessionRate: 20, socketsOfSession: 1, refusalMs: 2 ** 31 - 1 };
  server = await startTestServer({ databaseUrl: inject('databaseUrl'), limits });
});
afterEach(() => server.close());

it('who asks too often waits for each refusal, few at once, while others and other devices are answered', async () => {
  const house = await server.company({ cast: wholeCast });
  const [device, other] = [await house.signIn('erik', 'office'), await house.join('mei', 'office')];
  const headers = { authorization: `Bearer ${device.token}`, 'x-tieline-surface': 'office' };
  const left = new AbortController();
  const answers: number[] = [];
  for (let at = 0; at < 200; at += 1)
    void fetch(`${server.url}/api/v1/me`, { headers, signal: left.signal }).then(
      ({ status }) => answers.push(status),
      () => undefined,
    );
  await waitFor('what is within the rate, and what is beyond those that wait', () => answers.includes(429));
  await other.caughtUp();
  const second = await house.signIn('erik', 'office');
  const served = await fetch(`${server.url}/api/v1/me`, {
    headers: { ...headers, authorization: `Bearer ${second.token}` },
  });
  expect([served.status, served.headers.get('cache-control')]).toEqual([200, 'no-store']);
  await waitFor('all that are told at once', () => answers.length >= 200 - 32);
  expect(answers.filter((status) => status === 200).length).toBeGreaterThanOrEqual(40);
  expect(answers.length).toBe(200 - 32);
  left.abort();
});

it('a socket too many waits for its refusal as well', async () => {
  const house = await server.company({ cast: wholeCast });
  const { token } = await house.signIn('erik', 'office');
  const open = () =>
    new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/socket?surface=office`, subprotocol, {
      headers: { authorization: `Bearer ${token}` },
    });
  const first = open();
  await new Promise((resolve) => first.once('message', resolve));
  const heard: string[] = [];
  const more = open();
  more.on('error', () => heard.push('refused'));
  more.on('open', () => heard.push('let in'));
  // Another door of the same server is passed meanwhile, more than once.
  for (let turn = 0; turn < 3; turn += 1) await (await house.join('mei', 'office')).caughtUp();
  expect(heard).toEqual([]);
  first.close();
  more.terminate();
});
