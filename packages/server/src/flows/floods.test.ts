import { type SignInSurface, subprotocol } from '@tieline/protocol';
import { type Device, startTestServer, type TestServer, waitFor, wholeCast } from '@tieline/testkit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    databaseUrl: inject('databaseUrl'),
    limits: { sessionRate: 20, socketsOfSession: 20, socketsOfSeat: 40 },
  });
});
afterAll(() => server.close());

interface Line {
  readonly socket: WebSocket;
  readonly heard: string[];
  readonly closed: Promise<number>;
}

/** A socket that waits for its welcome; null where it is not let in. */
function tryOpen({ token, surface }: { token: string; surface: SignInSurface }): Promise<Line | null> {
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}/api/v1/socket?surface=${surface}`,
    subprotocol,
    { headers: { authorization: `Bearer ${token}` } },
  );
  const heard: string[] = [];
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  return new Promise((resolve) => {
    socket.on('error', () => resolve(null));
    socket.on('message', (data: Buffer) => {
      heard.push(data.toString());
      resolve({ socket, heard, closed });
    });
  });
}

async function open(device: Device): Promise<Line> {
  const line = await tryOpen(device);
  if (!line) throw new Error('The socket was not let in');
  return line;
}

const floods: Record<string, (socket: WebSocket) => void> = {
  'frames of one byte': (socket) => socket.send('x'),
  'empty frames': (socket) => socket.send(''),
  'binary frames': (socket) => socket.send(Buffer.of(0), { binary: true }),
  'pongs that nobody asked for': (socket) => socket.pong(),
  pings: (socket) => socket.ping(),
  'commands beyond the rate': (socket) => socket.send('{"id":1,"do":"ping","with":{}}'),
};

describe('a client that sends on, whatever it is answered', () => {
  it.each(Object.keys(floods))('is closed for %s, and let in again only later', async (name) => {
    const house = await server.company({ cast: wholeCast });
    const [flooding, other] = [await house.signIn('erik', 'office'), await house.join('mei', 'office')];
    const line = await open(flooding);
    // The positive: as many as a busy client may send are no flood.
    for (let at = 0; at < 30; at += 1) floods[name]?.(line.socket);
    await other.caughtUp();
    expect(line.socket.readyState).toBe(WebSocket.OPEN);
    for (let at = 0; at < 2000 && line.socket.readyState === WebSocket.OPEN; at += 1)
      floods[name]?.(line.socket);
    expect([4429, 1006]).toContain(await line.closed);
    expect(line.heard.length).toBeLessThan(400);
    expect(await tryOpen(flooding)).toBeNull();
    // Another device of the same person is somebody else.
    const second = await open(await house.signIn('erik', 'office'));
    second.socket.close();
    await other.caughtUp();
    expect(other.socket.isOpen()).toBe(true);
  });

  it('is closed for one message in more pieces than a message has', async () => {
    const house = await server.company({ cast: wholeCast });
    const device = await house.signIn('erik', 'office');
    const whole = await open(device);
    const pieces = (line: Line, count: number): void => {
      const text = '{"id":7,"do":"ping","with":{}}'.padEnd(count);
      for (let at = 0; at < count; at += 1) line.socket.send(text[at] ?? '', { fin: at === count - 1 });
    };
    pieces(whole, 60);
    await waitFor('the answer', () => whole.heard.some((frame) => frame.includes('"re":7')));
    pieces(whole, 300);
    expect(await whole.closed).toBe(1008);
  });
});

describe('sockets of one session', () => {
  it('are no more than its limit, also where hundreds are asked for at once', async () => {
    const house = await server.company({ cast: wholeCast });
    const [device, other] = [await house.signIn('erik', 'office'), await house.signIn('mei', 'office')];
    const asked = await Promise.all([
      ...Array.from({ length: 100 }, () => tryOpen(device)),
      ...Array.from({ length: 5 }, () => tryOpen(other)),
    ]);
    const [opened, ofOther] = [asked.slice(0, 100), asked.slice(100)];
    expect(opened.filter((line) => line !== null)).toHaveLength(20);
    expect(ofOther.filter((line) => line !== null)).toHaveLength(5);
    // Each place is free again when its socket is gone.
    for (const line of asked) line?.socket.terminate();
    await waitFor('a place to be free', () => tryOpen(device));
    const again = await Promise.all(Array.from({ length: 30 }, () => tryOpen(device)));
    expect(again.filter((line) => line !== null).length).toBeGreaterThan(10);
  });
});
