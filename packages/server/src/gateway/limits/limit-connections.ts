import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** From this share of the limit on, connections that are of no use to anybody are closed. */
const nearlyFull = 15 / 16;
/** Milliseconds in which a client sends the first request of a connection, if it ever does. */
const firstRequestMs = 2000;

/**
 * Keeps connections from taking the descriptors that a node needs itself: beyond `most`, a new one is closed at once.
 * When it comes near to that, connections that are idle, or have brought no request yet, are closed.
 */
export function limitConnections(server: Server, most: number, onFull: () => void): void {
  if (!Number.isFinite(most)) return;
  server.maxConnections = most;
  let open = 0;
  /** Connections that have brought no request yet, the oldest first, and since when they are open. */
  const unused = new Map<Socket, number>();
  const markUsed = ({ socket }: IncomingMessage): void => void unused.delete(socket);

  function closeUseless(): void {
    server.closeIdleConnections();
    const before = performance.now() - firstRequestMs;
    for (const [connection, openedAt] of unused) {
      if (openedAt > before) return;
      connection.destroy();
    }
  }

  server.on('request', markUsed);
  server.on('upgrade', markUsed);
  server.on('connection', (connection) => {
    open += 1;
    unused.set(connection, performance.now());
    connection.once('close', () => {
      open -= 1;
      unused.delete(connection);
    });
    if (open > most * nearlyFull) closeUseless();
  });
  server.on('drop', () => {
    closeUseless();
    onFull();
  });
}
