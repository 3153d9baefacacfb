import type { LogInRequest } from '@tieline/protocol';
import { type Spread, spreadOf } from '../measure/percentiles.ts';
import { inLanes } from './lanes.ts';
import { logIn } from './log-in.ts';
import { connectMember } from './member.ts';
import { createWatcher, type Seen, type Watcher } from './watchers.ts';

export interface Agent {
  /** What to log in with, or the token of somebody who is logged in already. */
  readonly entrance: LogInRequest | string;
  readonly localAddress: string;
  readonly seat: string;
  readonly colleagues: readonly string[];
}

export interface ShiftJob {
  readonly origin: string;
  readonly agents: readonly Agent[];
  /** So many come at once. */
  readonly atOnce: number;
}

/** Milliseconds of each step, over all agents. */
export interface ShiftFigures {
  readonly ms: number;
  readonly logIn: Spread | null;
  readonly connect: Spread;
  readonly watch: Spread;
}

/** Everybody logs in, connects, and looks at their roster. */
export async function beginShift(
  { origin, agents, atOnce }: ShiftJob,
  see: (seen: Seen) => void,
): Promise<{ readonly figures: ShiftFigures; readonly watchers: readonly Watcher[] }> {
  const watchers: Watcher[] = [];
  const steps = { logIn: [] as number[], connect: [] as number[], watch: [] as number[] };
  const url = `${origin.replace('http', 'ws')}/api/v1/socket?surface=console`;
  const timed = async <Result>(step: keyof typeof steps, work: () => Promise<Result>): Promise<Result> => {
    const began = performance.now();
    const result = await work();
    steps[step].push(performance.now() - began);
    return result;
  };
  const began = performance.now();
  await inLanes(agents, atOnce, async ({ entrance, localAddress, colleagues }, index) => {
    const token =
      typeof entrance === 'string'
        ? entrance
        : await timed('logIn', () => logIn(origin, localAddress, entrance));
    const socket = await timed('connect', () => connectMember({ url, token, localAddress }));
    const watcher = createWatcher(index, socket, see);
    watchers[index] = watcher;
    await timed('watch', () => watcher.watch(colleagues));
  });
  const figures = {
    ms: performance.now() - began,
    logIn: steps.logIn.length > 0 ? spreadOf(steps.logIn) : null,
    connect: spreadOf(steps.connect),
    watch: spreadOf(steps.watch),
  };
  return { figures, watchers };
}
