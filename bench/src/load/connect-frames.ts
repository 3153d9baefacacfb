import type { Book } from './book.ts';
import { ClosedLoop } from './closed-loop.ts';
import { openFramesSocket } from './frames-wire.ts';
import type { FramesPair } from './job.ts';
import { endNames } from './text.ts';

/** Connects both ends of a conversation. */
export async function connectFrames({ conversation, ends }: FramesPair, book: Book): Promise<ClosedLoop> {
  const sockets = await Promise.all([openFramesSocket(ends[0]), openFramesSocket(ends[1])]);
  return new ClosedLoop(conversation, book, (end, hears) =>
    sockets[end].wire(conversation, endNames[end], hears),
  );
}
