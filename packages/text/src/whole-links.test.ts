import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkCases } from './links.table.fixture.ts';
import { linksIn } from './links.ts';
import { cutBetweenLinks } from './whole-links.ts';

const hrefsOf = (text: string) => linksIn(text).map(({ href }) => href);
const cutAt = (text: string, end: number) => text.slice(0, cutBetweenLinks(text, end));

describe('a text that is cut', () => {
  it.each([
    ['words only', 5, 'words'],
    ['See https://harbor.example/dock/7 now', 20, 'See https://harbor.example/dock/7'],
    ['See https://harbor.example/dock/7', 20, 'See https://harbor.example/dock/7'],
    ['See https://harbor.example/dock/7 now', 3, 'See'],
    ['the list <https://harbor.example/list.> now', 20, 'the list <https://harbor.example/list.>'],
    ['the list <https://harbor.example/list.> now', 38, 'the list <https://harbor.example/list.>'],
    ['Mail ada@harbor.example please', 14, 'Mail ada@harbor.example'],
    ['See https://bank.example@evil.example/ now', 24, 'See '],
    [`See https://harbor.example/${'a'.repeat(4000)}`, 600, 'See '],
    [`https://harbor.example/${'a'.repeat(1500)} b`, 600, `https://harbor.example/${'a'.repeat(1500)}`],
  ])('[CONT-3] %j at %i keeps each address whole', (text, end, kept) => {
    expect(cutAt(text, end)).toBe(kept);
  });

  it('[CONT-3] has the first addresses of the whole, and no other', () => {
    const anyText = fc
      .array(fc.constantFrom(...linkCases.map(({ text }) => text), ' ', 'a', '\n', '@', ':', '<'), {
        maxLength: 6,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(anyText, fc.nat(200), (text, end) => {
        const kept = hrefsOf(`${cutAt(text, Math.min(end, text.length))}…`);
        expect(hrefsOf(text).slice(0, kept.length)).toEqual(kept);
      }),
      { numRuns: 2000 },
    );
  });
});
