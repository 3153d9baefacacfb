import { expect, it } from 'vitest';
import { linesFor, readDescriptorLimit } from './descriptors.ts';

it('the limit of this process is known', () => {
  expect(readDescriptorLimit()).toBeGreaterThan(100);
});

it.each([256, 1024, 20_000, 1_048_576])(
  'of %i descriptors some are left for the node itself and its files',
  (all) => {
    const { lines, sockets } = linesFor(all, 20);
    expect(sockets).toBeGreaterThan(all / 2);
    expect(lines).toBeGreaterThanOrEqual(sockets + 16);
    // Each request that is not a socket may have a file open.
    expect(all - lines - 20 - (lines - sockets)).toBeGreaterThanOrEqual(40);
  },
);

it('even with too few for anything one line is taken', () => {
  expect(linesFor(10, 20)).toEqual({ lines: 1, sockets: 1 });
});

it('without a limit there is none', () => {
  expect(linesFor(Infinity, 20)).toEqual({ lines: Infinity, sockets: Infinity });
});
