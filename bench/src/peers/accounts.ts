import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { XmppEnd, XmppJob } from '../load/job.ts';
import { type Child, isAlive } from '../programs/children.ts';

export const domain = 'localhost';
export const password = 'benchmark';
const openWithinMs = 60_000;

export function userName(index: number): string {
  return `user${index}`;
}

/** What the load generator needs: user 0 writes with user 1, 2 with 3, and so on. */
export function xmppJob(port: number, pairs: number): XmppJob {
  const end = (index: number): XmppEnd => ({ user: userName(index), password });
  return {
    wire: 'xmpp',
    port,
    domain,
    pairs: Array.from({ length: pairs }, (_, pair) => [end(2 * pair), end(2 * pair + 1)] as const),
  };
}

/** Until somebody listens on a port. @throws where the program ends first. */
export async function untilOpen(port: number, child: Child, name: string): Promise<void> {
  const until = performance.now() + openWithinMs;
  while (performance.now() < until) {
    if (!isAlive(child)) throw new Error(`${name} ended while it was starting`);
    if (await isOpen(port)) return;
    await sleep(50);
  }
  throw new Error(`${name} did not listen within ${openWithinMs / 1000} s`);
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    // Nothing listens yet.
    return false;
  } finally {
    socket.destroy();
  }
}
