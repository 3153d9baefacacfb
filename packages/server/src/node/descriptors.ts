import { readFileSync } from 'node:fs';

/** What a node has open for itself, whoever is connected: streams, threads, the port, its logs. */
const ownDescriptors = 40;
/** Connections that store messages, renew the lease and listen, beside those that are set. */
const moreDatabaseConnections = 8;
/** Of what is left: requests, each of which may have a file open as well. */
const shareOfRequests = 1 / 20;
const leastRequests = 16;

/** How many descriptors this process may have open at once; Infinity where the system does not say. */
export function readDescriptorLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? Infinity : Number(soft);
  } catch {
    // Only Linux has the file.
    return Infinity;
  }
}

/** How many lines a node takes, so that what it needs itself is always left. */
export interface Lines {
  /** Of everybody: sockets, requests, and those that wait for a request. */
  readonly lines: number;
  readonly sockets: number;
}

/** What `descriptors` are enough for, beside `databaseConnections`. */
export function linesFor(descriptors: number, databaseConnections: number): Lines {
  if (!Number.isFinite(descriptors)) return { lines: Infinity, sockets: Infinity };
  const free = Math.max(1, descriptors - ownDescriptors - databaseConnections - moreDatabaseConnections);
  const requests = Math.max(leastRequests, Math.floor(free * shareOfRequests));
  return { lines: Math.max(1, free - requests), sockets: Math.max(1, free - 2 * requests) };
}
