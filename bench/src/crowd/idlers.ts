import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { type Spread, spreadOf } from '../measure/percentiles.ts';
import { inLanes } from './lanes.ts';
import { connectMember, type Member } from './member.ts';

export interface Return {
  /** Until the last one was welcomed again, the waits of the back-off included. */
  readonly ms: number;
  /** How long each was away, in milliseconds. */
  readonly away: Spread;
  /** Attempts beyond the first of each. */
  readonly repeats: number;
}

/** Clients that connect, and then do nothing. */
export interface Idlers {
  connect(members: readonly Member[], atOnce: number): Promise<void>;
  /** Tries each once; returns how many were let in. The others may be tried again. */
  tryToConnect(members: readonly Member[], atOnce: number): Promise<number>;
  /** How many are connected. */
  count(): number;
  /** Cuts every line at the same moment; each comes back by itself. */
  cutAndReturn(): Promise<Return>;
}

const leastMs = 500;
const mostMs = 5000;
const longestMs = 30_000;

export function createIdlers(): Idlers {
  let crowd: readonly Member[] = [];
  let sockets: WebSocket[] = [];
  let repeats = 0;

  function keep(socket: WebSocket, index: number): void {
    sockets[index] = socket;
  }

  async function comeBack(member: Member, index: number): Promise<number> {
    const began = performance.now();
    for (let attempt = 0; ; attempt += 1) {
      await sleep(backOff(attempt));
      const socket = await connectMember(member).catch(() => null);
      if (socket === null) {
        repeats += 1;
        continue;
      }
      keep(socket, index);
      return performance.now() - began;
    }
  }

  return {
    connect: async (members, atOnce) => {
      crowd = members;
      await inLanes(members, atOnce, async (member, index) => keep(await connectMember(member), index));
    },
    tryToConnect: async (members, atOnce) => {
      const before = sockets.length;
      await inLanes(members, atOnce, async (member) => {
        const socket = await connectMember(member).catch(() => null);
        if (socket) sockets.push(socket);
      });
      return sockets.length - before;
    },
    count: () => sockets.filter((socket) => socket.readyState === socket.OPEN).length,
    cutAndReturn: async () => {
      repeats = 0;
      for (const socket of sockets) socket.terminate();
      sockets = [];
      const away = await Promise.all(crowd.map(comeBack));
      const spread = spreadOf(away);
      return { ms: spread.max, away: spread, repeats };
    },
  };
}

/** From half a second to five, anywhere in between, and twice that after each failure. */
function backOff(attempt: number): number {
  const chance = leastMs + Math.random() * (mostMs - leastMs);
  return Math.min(longestMs, chance * 2 ** attempt);
}
