import type { Duplex } from 'node:stream';

let corked: Duplex[] = [];

/** To be called before a write, so that all writes to a stream in one turn of the event loop are one system call. */
export function cork(stream: Duplex): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  if (corked.push(stream) === 1) process.nextTick(uncorkAll);
}

function uncorkAll(): void {
  const streams = corked;
  corked = [];
  for (const stream of streams) stream.uncork();
}
