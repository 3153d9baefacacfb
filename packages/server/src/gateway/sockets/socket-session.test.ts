import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { yes } from '../../features/answer.ts';
import type { Context } from '../../features/context.ts';
import type { SocketParts } from './socket-session.ts';
import { SocketSession } from './socket-session.ts';

const running: (() => void)[] = [];
vi.mock('./commands.ts', () => ({
  runCommand: () => new Promise((resolve) => running.push(() => resolve(yes({})))),
}));

/** A socket and its stream, as far as a session uses them. A paused socket may still hand over frames. */
function fakeSocket() {
  const socket = {
    readyState: 1,
    OPEN: 1,
    isPaused: false,
    pause: () => {},
    resume: () => {},
    close: () => {},
  };
  socket.pause = () => void (socket.isPaused = true);
  socket.resume = () => void (socket.isPaused = false);
  const written: Buffer[] = [];
  const stream = {
    writableLength: 0,
    cork: () => {},
    uncork: () => {},
    write: (data: Buffer) => written.push(data),
  };
  return { socket, stream, written };
}

it('[DEL-5] runs 32 commands of a socket at once, and those that were on their way one by one behind them', async () => {
  const { socket, stream, written } = fakeSocket();
  const parts = {
    actor: {},
    socket,
    stream,
    mayCommand: () => true,
  } as unknown as SocketParts;
  const session = new SocketSession({} as Context, parts);
  session.welcome('{}', true);
  for (let id = 1; id <= 100; id += 1)
    session.receive(Buffer.from(JSON.stringify({ id, do: 'ping', with: {} })), false, performance.now());
  expect(running).toHaveLength(32);
  expect(socket.isPaused).toBe(true);
  for (let ended = 0; ended < 100; ended += 1) {
    expect(running.length).toBeLessThanOrEqual(32);
    expect(running.length).toBeGreaterThan(0);
    running.shift()?.();
    await turn();
  }
  expect(socket.isPaused).toBe(false);
  const answered = written.slice(1).map((frame) => /"re":(\d+)/.exec(frame.toString())?.[1]);
  expect(answered).toEqual(Array.from({ length: 100 }, (_, at) => String(at + 1)));
});

it('[DEL-5] answers a command that takes too long, and not a second time when it is done after all', async () => {
  running.length = 0;
  const { socket, stream, written } = fakeSocket();
  const parts = { actor: {}, socket, stream, mayCommand: () => true } as unknown as SocketParts;
  const session = new SocketSession({ log: { warn: () => {} } } as unknown as Context, parts);
  session.welcome('{}', true);
  const answers = () => written.slice(1).map((frame) => /\{.*/.exec(frame.toString())?.[0]);
  session.receive(Buffer.from('{"id":7,"do":"ping","with":{}}'), false, 1000);
  session.answerLate(1000);
  expect(answers()).toEqual([]);
  session.answerLate(1001);
  session.answerLate(1002);
  expect(answers()).toEqual([expect.stringMatching(/"re":7,"error":\{"code":"unavailable".*"retry":true/)]);
  running.shift()?.();
  await turn();
  expect(answers()).toHaveLength(1);
  // One that is done in time is not late any more.
  session.receive(Buffer.from('{"id":8,"do":"ping","with":{}}'), false, 2000);
  running.shift()?.();
  await turn();
  session.answerLate(3000);
  expect(answers()).toHaveLength(2);
});
