import type { NodeLimits } from '../../node/limits.ts';
import { networkOf } from '../authentication/client-address.ts';
import type { Slots } from './slots.ts';

/** Refusals that are delayed at once: of one network, and of all. Each keeps a connection open, and they are scarce. */
const mostOfNetwork = 32;
const most = 512;
const shareOfConnections = 1 / 8;

/**
 * Delays a `too-many-requests`: most clients that exceed a limit send the next request as soon as they have the answer,
 * so they send two a second instead of a thousand. If too many are delayed already, it is sent at once.
 */
export type DelayRefusal = (address: string, send: () => void) => void;

export function createRefusalDelay(
  slots: Slots,
  { lines, refusalMs }: Pick<NodeLimits, 'lines' | 'refusalMs'>,
): DelayRefusal {
  const all = Math.min(most, Math.floor(lines * shareOfConnections));
  return (address, send) => {
    const release = slots.take([
      { key: `refused ${networkOf(address)}`, most: mostOfNetwork },
      { key: 'refused', most: all },
    ]);
    if (!release) return send();
    const end = (): void => {
      release();
      send();
    };
    // Unreferenced, so that the node can stop meanwhile.
    setTimeout(end, refusalMs).unref();
  };
}
