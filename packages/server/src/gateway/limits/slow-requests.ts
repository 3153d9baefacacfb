import type { IncomingMessage } from 'node:http';

const watches = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Closes the line of a request that is not all here in time: a stranger could hold thousands of them, byte by byte. */
export function endSlow(request: IncomingMessage, milliseconds: number): void {
  const { headers } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  const watch = setTimeout(() => request.destroy(), milliseconds);
  watches.set(request, watch);
  const stop = () => clearTimeout(watch);
  request.once('end', stop);
  request.once('close', stop);
}

/**
 * Lets a request take as long as it does, but closes its line when nothing has come for a while, though more is due.
 */
export function endSilent(request: IncomingMessage, milliseconds: number): void {
  clearTimeout(watches.get(request));
  request.setTimeout(milliseconds);
  // What follows is the server's own time: a virus scan may take longer.
  request.once('end', () => request.setTimeout(0));
}
