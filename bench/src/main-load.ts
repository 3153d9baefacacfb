// The load generator: pairs of clients in closed loop. A program of its own, so that its cost is not the server's.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Book, createBook, type Round, type Tally } from './load/book.ts';
import type { ClosedLoop } from './load/closed-loop.ts';
import { connectFrames } from './load/connect-frames.ts';
import type { LoadJob } from './load/job.ts';
import { connectXmpp } from './load/xmpp-wire.ts';
import { offer } from './programs/calls.ts';

const drainWithinMs = 30_000;
const connectedAtOnce = 20;

let book: Book = createBook();
let loops: ClosedLoop[] = [];

function connectPairs(job: LoadJob, from: number, to: number): Promise<ClosedLoop[]> {
  if (job.wire === 'frames')
    return Promise.all(job.pairs.slice(from, to).map((pair) => connectFrames(pair, book)));
  return Promise.all(job.pairs.slice(from, to).map((pair) => connectXmpp(job, pair, book)));
}

const offered = {
  connect: async (job: LoadJob): Promise<void> => {
    book = createBook();
    loops = [];
    for (let at = 0; at < job.pairs.length; at += connectedAtOnce)
      loops.push(...(await connectPairs(job, at, at + connectedAtOnce)));
  },
  begin: (inFlight: number): void => {
    for (const loop of loops) loop.begin(inFlight);
  },
  round: async (ms: number): Promise<Round> => {
    book.beginRound();
    await sleep(ms);
    return book.endRound();
  },
  /** Ends the conversations and tells what became of every message. */
  drain: async (): Promise<Tally> => {
    const drained = Promise.all(loops.map((loop) => loop.drain())).then(() => true);
    const inTime = await Promise.race([drained, sleep(drainWithinMs, false)]);
    if (!inTime) for (const text of loops.flatMap((loop) => loop.missing())) book.fault(text);
    return book.tally();
  },
  /** Messages of one pair, one after the other, with silence in between. Milliseconds until the other end has it. */
  alone: async ({ count, pauseMs }: { count: number; pauseMs: number }): Promise<number[]> => {
    const [loop] = loops;
    const waits: number[] = [];
    for (let sent = 0; loop !== undefined && sent < count; sent += 1) {
      const began = performance.now();
      await loop.once();
      waits.push(performance.now() - began);
      await sleep(pauseMs);
    }
    return waits;
  },
};

export type LoadOffer = typeof offered;
offer(offered);
