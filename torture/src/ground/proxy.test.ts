import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from './patience.ts';
import { createProxy, type Lane, type Proxy } from './proxy.ts';

/** A server that says back what it hears, in capitals, and everything that its lines came to. */
const ends: string[] = [];
let far: Socket | undefined;
const echo = createServer((socket) => {
  far = socket;
  socket.on('data', (bytes) => socket.write(bytes.toString().toUpperCase()));
  socket.on('end', () => ends.push('end'));
  socket.on('error', () => ends.push('reset'));
});

let proxy: Proxy;
let lane: Lane;
let target: number | null;

/** A line of the lane, with what came back on it. */
async function open(): Promise<{ socket: Socket; heard: () => string; over: () => boolean }> {
  const socket = connect(Number(new URL(lane.url).port), '127.0.0.1');
  let heard = '';
  let over = false;
  socket.on('data', (bytes) => (heard += bytes.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => (over = true));
  // A line that is reset at once may never have been seen as open.
  await once(socket, 'connect').catch(() => undefined);
  return { socket, heard: () => heard, over: () => over };
}

const comes = (look: () => boolean): Promise<boolean> => waitUntil(look, 10_000, 5);

beforeEach(async () => {
  ends.length = 0;
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  target = (echo.address() as AddressInfo).port;
  proxy = createProxy(() => target);
  lane = await proxy.lane();
});

afterEach(async () => {
  await proxy.close();
  far?.destroy();
  echo.close();
  await once(echo, 'close');
});

describe('a lane', () => {
  it('carries bytes both ways, and the end', async () => {
    const line = await open();
    line.socket.write('hello');
    expect(await comes(() => line.heard() === 'HELLO')).toBe(true);
    line.socket.end();
    expect(await comes(() => ends.includes('end'))).toBe(true);
    expect(await comes(line.over)).toBe(true);
  });

  it('resets every line without a goodbye', async () => {
    const line = await open();
    line.socket.write('x');
    expect(await comes(() => line.heard() === 'X')).toBe(true);
    proxy.resetAll();
    expect(await comes(() => line.over() && ends.includes('reset'))).toBe(true);
  });

  it('swallows a line without an end, and stays so for that line when it is healed', async () => {
    const line = await open();
    line.socket.write('x');
    expect(await comes(() => line.heard() === 'X')).toBe(true);
    lane.set({ up: 'swallow', down: 'swallow' });
    line.socket.write('lost');
    far?.write('lost as well');
    lane.heal();
    const fresh = await open();
    fresh.socket.write('y');
    expect(await comes(() => fresh.heard() === 'Y')).toBe(true);
    line.socket.end('goodbye');
    expect(line.heard()).toBe('X');
    expect(ends).toEqual([]);
  });

  it('cuts an answer in the middle and resets', async () => {
    const line = await open();
    lane.set({ down: 'cut' });
    line.socket.write('abcdefgh');
    expect(await comes(line.over)).toBe(true);
    expect('ABCD'.startsWith(line.heard())).toBe(true);
  });

  it('is reset at once while there is no server', async () => {
    target = null;
    const line = await open();
    expect(await comes(line.over)).toBe(true);
  });

  it('lets what is not read wait at its sender', async () => {
    const line = await open();
    line.socket.write('x');
    expect(await comes(() => line.heard() === 'X')).toBe(true);
    line.socket.pause();
    const piece = Buffer.alloc(256 * 1024, 'z');
    let full = false;
    for (let pieces = 0; pieces < 400 && !full; pieces += 1) {
      full = far?.write(piece) === false && (far?.writableLength ?? 0) > 8 * piece.length;
      await new Promise(setImmediate);
    }
    expect(full).toBe(true);
  });
});
