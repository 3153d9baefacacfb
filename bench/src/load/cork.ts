import type { Socket } from 'node:net';

const waiting: Socket[] = [];

/**
 * To be called before a write: what is written to a socket in one turn of the event loop leaves by one system call,
 * after everything that had come in was read. A message alone does not wait, as its turn ends with it.
 */
export function cork(socket: Socket): void {
  // Node's own count, as a socket is corked within its writes as well.
  if (socket.writableCorked > 0) return;
  socket.cork();
  if (waiting.push(socket) === 1) setImmediate(uncorkAll);
}

function uncorkAll(): void {
  for (const socket of waiting) socket.uncork();
  waiting.length = 0;
}
