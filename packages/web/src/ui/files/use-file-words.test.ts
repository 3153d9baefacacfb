// @environment page
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { startTexts } from '../texts/texts.ts';
import { addressOf, useFileWords } from './use-file-words.ts';

beforeAll(startTexts);
afterEach(cleanup);

it('[CONT-5] a link says the name, the type and the size of its file', () => {
  const { result } = renderHook(() =>
    useFileWords({ name: 'plan.pdf', type: 'application/pdf', size: 2_097_152 }),
  );
  expect(result.current).toMatchObject({ kind: 'PDF', size: '2 MB' });
  for (const part of ['plan.pdf', 'PDF', '2 MB']) expect(result.current.download).toContain(part);
});

it('a type that nobody knows is called so', () => {
  const { result } = renderHook(() => useFileWords({ name: 'x', type: '', size: 1 }));
  expect(result.current).toMatchObject({ kind: 'File', size: '1 byte' });
});

it.each([
  ['/files/office/1', '/files/office/1'],
  ['https://evil.test/1', undefined],
  ['//evil.test/1', undefined],
  ['javascript:alert(1)', undefined],
  ['', undefined],
])('of %s the address is %s', (href, address) => {
  expect(addressOf({ href })).toBe(address);
});
