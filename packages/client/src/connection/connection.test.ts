import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { fastTiming } from '../../test/fast-timing.ts';
import { FakeServer, fault } from '../../test/fake-server.ts';
import { expectEventually } from '../../test/expect-eventually.ts';
import { type ConnectionOptions, LiveConnection } from './connection.ts';
import { LineLost, WireFault } from './fault.ts';
import type { Connection } from '../types.ts';
import { socketMaker } from './web-socket.ts';

let server: FakeServer;
let states: Connection[];
let open: LiveConnection[];

beforeEach(async () => {
  server = await new FakeServer().start();
  states = [];
  open = [];
});

afterEach(async () => {
  for (const connection of open) connection.close();
  vi.unstubAllGlobals();
  await server.stop();
});

function start(over: Partial<ConnectionOptions> = {}): LiveConnection {
  const connection = new LiveConnection({
    url: () => `${server.baseUrl.replace('http', 'ws')}/api/v1/socket?surface=office`,
    makeSocket: socketMaker(WebSocket, undefined),
    timing: fastTiming,
    isSignedOut: () => Promise.resolve(false),
    onEvent: () => {},
    onState: (state) => void states.push(state),
    ...over,
  });
  open.push(connection);
  connection.connect();
  return connection;
}

const now = () => states.at(-1)?.state;
const online = () => expectEventually(() => now() === 'online', 'the line is up');

describe('the line', () => {
  it('is online after the welcome, and answers commands', async () => {
    const connection = start();
    await online();
    expect(states.map(({ state }) => state)).toEqual(['connecting', 'online']);
    await expect(connection.command('ping', {})).resolves.toHaveProperty('at');
  });

  it('rejects with the error of the server', async () => {
    server.fate = () => ({ error: fault('too-many-requests') });
    const connection = start();
    await online();
    const failure = await connection.command('ping', {}).catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(WireFault);
    expect(failure).toMatchObject({ wire: { code: 'too-many-requests', retry: true } });
  });

  it('comes back when it is lost, and tells those who waited for an answer', async () => {
    const connection = start();
    await online();
    server.fate = () => 'silence';
    const waiting = connection.command('ping', {}).catch((reason: unknown) => reason);
    await expectEventually(() => server.commands.length === 1, 'the command arrives');
    server.breakLines();
    expect(await waiting).toBeInstanceOf(LineLost);
    await expectEventually(() => server.connections === 2 && now() === 'online', 'the line is back');
    expect(states.map(({ state }) => state)).toEqual([
      'connecting',
      'online',
      'reconnecting',
      'reconnecting',
      'online',
    ]);
  });

  it('counts its attempts while nobody answers', async () => {
    start();
    await online();
    server.door = 'down';
    server.breakLines();
    const attempt = () => {
      const last = states.at(-1);
      return last?.state === 'reconnecting' ? last.attempt : 0;
    };
    await expectEventually(() => attempt() >= 3, 'three attempts');
    server.door = 'open';
    await online();
  });

  it('gives a command up that is never answered, while the line lives on', async () => {
    server.fate = ({ do: name }) => (name === 'set-idle' ? 'silence' : undefined);
    const connection = start({ timing: { ...fastTiming, answerWithin: 10 } });
    await online();
    await expect(connection.command('set-idle', { idle: true })).rejects.toBeInstanceOf(LineLost);
    await expect(connection.command('set-status', { status: 'busy' })).resolves.toBeDefined();
    expect(server.connections).toBe(1);
  });

  it('pings, and drops a line that does not answer', async () => {
    start({ timing: { ...fastTiming, pingEvery: 5, pingWithin: 500 } });
    await expectEventually(() => server.commandsOf('ping').length >= 3, 'three pings are answered');
    expect(server.connections).toBe(1);
    server.fate = () => 'silence';
    await expectEventually(() => server.connections >= 2, 'the silent line is dropped');
    expect(states.some(({ state }) => state === 'reconnecting')).toBe(true);
  });

  it('drops a line at whose other end is no server of ours', async () => {
    start();
    await online();
    for (const socket of server.sockets) socket.send('<html>');
    await expectEventually(() => server.connections === 2, 'a new line');
  });

  it('drops a line that never says welcome', async () => {
    server.onConnect = () => {};
    start({ timing: { ...fastTiming, welcomeWithin: 10 } });
    await expectEventually(() => server.connections >= 2, 'another try');
    expect(states.every(({ state }) => state === 'connecting')).toBe(true);
  });
});

describe('the end of the session', () => {
  it('is final when the server says so', async () => {
    start();
    await online();
    server.emit({ on: 'session-ended', reason: 'revoked' });
    await expectEventually(() => now() === 'signed-out', 'signed out');
    expect(states.at(-1)).toEqual({ state: 'signed-out', reason: 'revoked' });
    await expectEventually(() => server.sockets.size === 0, 'the line is closed');
    expect(server.connections).toBe(1);
  });

  it('is final when the server closes with 4401', async () => {
    start();
    await online();
    for (const socket of server.sockets) socket.close(4401, 'logged-out');
    await expectEventually(() => now() === 'signed-out', 'signed out');
    expect(states.at(-1)).toEqual({ state: 'signed-out', reason: 'logged-out' });
  });

  it('is found out when the handshake is turned down', async () => {
    server.door = 'not-signed-in';
    start({ isSignedOut: () => Promise.resolve(true) });
    await expectEventually(() => now() === 'signed-out', 'signed out');
    expect(server.connections).toBe(0);
  });

  it('can be followed by a new log-in', async () => {
    const connection = start();
    await online();
    connection.signOut('logged-out');
    expect(now()).toBe('signed-out');
    connection.connect();
    await online();
    expect(server.connections).toBe(2);
  });

  it('does not answer commands', async () => {
    const connection = start();
    await online();
    connection.close();
    await expect(connection.command('ping', {})).rejects.toBeInstanceOf(LineLost);
  });
});

describe('the network of the browser', () => {
  it('is waited for when it is gone, and used at once when it is back', async () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    const connection = start();
    await online();
    page.dispatchEvent(new Event('offline'));
    expect(now()).toBe('offline');
    await expectEventually(() => server.sockets.size === 0, 'the line is let go');
    page.dispatchEvent(new Event('online'));
    await online();
    expect(server.connections).toBe(2);
    page.dispatchEvent(new Event('online'));
    expect(now()).toBe('online');
    connection.close();
    page.dispatchEvent(new Event('online'));
    expect(now()).toBe('connecting');
    expect(server.connections).toBe(2);
  });
});
