import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** From so full on, lines of which nobody has any use are closed. */
const nearlyFull = 15 / 16;
/** Milliseconds after which a line has asked for something, if it ever does. */
const silentMs = 2000;

/**
 * Keeps the descriptors that a node needs itself from lines: beyond `most`, a new one is closed at once. Before that,
 * those make room that wait for another request, and those that have not asked for anything yet.
 */
export function limitLines(server: Server, most: number, onFull: () => void): void {
  if (!Number.isFinite(most)) return;
  server.maxConnections = most;
  let open = 0;
  /** Lines that have asked for nothing, the oldest first, and since when they are there. */
  const silent = new Map<Socket, number>();
  const speaks = ({ socket }: IncomingMessage): void => void silent.delete(socket);

  function closeUseless(): void {
    server.closeIdleConnections();
    const before = performance.now() - silentMs;
    for (const [line, since] of silent) {
      if (since > before) return;
      line.destroy();
    }
  }

  server.on('request', speaks);
  server.on('upgrade', speaks);
  server.on('connection', (line) => {
    open += 1;
    silent.set(line, performance.now());
    line.once('close', () => {
      open -= 1;
      silent.delete(line);
    });
    if (open > most * nearlyFull) closeUseless();
  });
  server.on('drop', () => {
    closeUseless();
    onFull();
  });
}
