import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { subprotocol } from '@tieline/protocol';
import { type Device, startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';

const [sockets, lines] = [6, 12];
const logged: string[] = [];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    databaseUrl: inject('databaseUrl'),
    limits: { sockets, lines },
    onLog: (text) => void logged.push(text),
  });
});
afterAll(() => server.close());

/** What comes of asking for a socket: its status, and 101 once it is welcomed. */
function knock({ token, surface }: Device): Promise<{ status: number; socket: WebSocket }> {
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}/api/v1/socket?surface=${surface}`,
    subprotocol,
    { headers: { authorization: `Bearer ${token}` } },
  );
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.once('unexpected-response', (_, { statusCode = 0 }) => resolve({ status: statusCode, socket }));
    socket.once('message', () => resolve({ status: 101, socket }));
  });
}

const isReady = async () =>
  (await fetch(`${server.url}/readyz`, { headers: { connection: 'close' } })).status;

describe('a node with as many sockets as it has descriptors for', () => {
  it('lets somebody without a window in, and closes one of whoever has most', async () => {
    const house = await server.company({ cast: wholeCast });
    const [erik, mei] = [await house.signIn('erik', 'office'), await house.signIn('mei', 'office')];
    const eriks = await Promise.all(Array.from({ length: sockets }, () => knock(erik)));
    const closing = eriks.map(
      ({ socket }) => new Promise<number>((resolve) => socket.once('close', resolve)),
    );
    const meis = await knock(mei);
    expect(meis.status).toBe(101);
    expect(await Promise.race(closing)).toBe(4429);
    expect(eriks.filter(({ socket }) => socket.readyState === socket.OPEN).length).toBe(sockets - 1);
    // Two, three windows of her own: until nobody has more than she would.
    const more = await Promise.all([knock(mei), knock(mei), knock(mei)]);
    expect(more.map(({ status }) => status).toSorted()).toEqual([101, 101, 503]);
    expect((await knock(erik)).status).toBe(503);
    // Requests go on all the while.
    expect(await isReady()).toBe(200);
    expect((await mei.request('GET', '/me')).status).toBe(200);
    expect(logged.filter((text) => text.includes('no file descriptor')).length).toBe(1);
    for (const { socket } of [meis, ...more, ...eriks]) socket.terminate();
  });
});

describe('a node with as many lines as it has descriptors for', () => {
  const open: Socket[] = [];
  afterAll(() => open.forEach((one) => one.destroy()));

  /** A line; `asks`: it has asked for something, got it, and waits to be used again. */
  async function line(asks: boolean): Promise<Socket> {
    const one = connect(server.node.port, '127.0.0.1');
    open.push(one);
    one.on('error', () => undefined);
    if (!asks) return one;
    one.write('GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await once(one, 'data');
    return one;
  }
  const left = () => open.filter(({ destroyed, readyState }) => !destroyed && readyState === 'open').length;

  it('closes those that wait for another request before it closes the door', async () => {
    for (let at = 0; at < 3 * lines; at += 1) await line(true);
    await waitFor('idle lines to be closed', () => left() < lines);
    expect(await isReady()).toBe(200);
  });

  it('takes no more than those, closes the ones that never ask for anything, and is open again then', async () => {
    for (let at = left(); at < lines + 5; at += 1) await line(false);
    await waitFor('lines beyond to be closed', () => left() <= lines);
    expect(await isReady().catch(() => 'no line')).toBe('no line');
    expect(left()).toBeGreaterThan(lines - 3);
    await waitFor('room', async () => (await isReady().catch(() => 0)) === 200);
    await waitFor('silent lines to be closed', () => left() < lines);
  });
});
