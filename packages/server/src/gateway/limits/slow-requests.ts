import type { IncomingMessage } from 'node:http';

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Closes the connection of a request that is not complete in time: a stranger could keep thousands open, byte by byte. */
export function limitRequestTime(request: IncomingMessage, milliseconds: number): void {
  const { headers } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  const timer = setTimeout(() => request.destroy(), milliseconds);
  timers.set(request, timer);
  const stop = () => clearTimeout(timer);
  request.once('end', stop);
  request.once('close', stop);
}

/** Lifts that limit; instead the connection is closed if no byte of the request arrives for so long. */
export function limitSilence(request: IncomingMessage, milliseconds: number): void {
  clearTimeout(timers.get(request));
  request.setTimeout(milliseconds);
  // The request is complete, and the server itself may take longer than that, such as for a virus scan.
  request.once('end', () => request.setTimeout(0));
}
