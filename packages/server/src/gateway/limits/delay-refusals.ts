import type { NodeLimits } from '../../node/limits.ts';
import { networkOf } from '../authentication/client-address.ts';
import type { Places } from './slots.ts';

/** Refusals that wait at once: of one network, and of all. Each holds a line, of which there may be few. */
const mostOfNetwork = 32;
const most = 512;
const shareOfLines = 1 / 8;

/**
 * Lets a `too-many-requests` wait until it is sent, for who asks too often mostly asks again at the answer: so it asks
 * twice a second, and not a thousand times. Beyond what may wait it is sent at once.
 */
export type RefuseLate = (address: string, send: () => void) => void;

export function createRefuseLate(
  places: Places,
  { lines, refusalMs }: Pick<NodeLimits, 'lines' | 'refusalMs'>,
): RefuseLate {
  const all = Math.min(most, Math.floor(lines * shareOfLines));
  return (address, send) => {
    const leave = places.take([
      { key: `refused ${networkOf(address)}`, most: mostOfNetwork },
      { key: 'refused', most: all },
    ]);
    if (!leave) return send();
    const end = (): void => {
      leave();
      send();
    };
    // The node does not wait for it to end.
    setTimeout(end, refusalMs).unref();
  };
}
