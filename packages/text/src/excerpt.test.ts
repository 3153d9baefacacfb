import { describe, expect, it } from 'vitest';
import { lineExcerpt, messageExcerpt } from './excerpt.ts';

const family = '👩‍👩‍👧‍👦';

describe('the line of a text', () => {
  it.each([
    ['', ''],
    ['  one\n\n two\t3 ', 'one two 3'],
    [`${' \n'.repeat(5000)}far down`, 'far down'],
    [`a${' '.repeat(5000)}b`, 'a b'],
    ['x'.repeat(160), 'x'.repeat(160)],
    ['x'.repeat(161), `${'x'.repeat(160)}…`],
    [`${'x'.repeat(159)} y`, `${'x'.repeat(159)}…`],
    ['🙂'.repeat(161), `${'🙂'.repeat(160)}…`],
    [family.repeat(161), `${family.repeat(160)}…`],
    [family.repeat(160), family.repeat(160)],
    ['🇳🇴'.repeat(200), `${'🇳🇴'.repeat(160)}…`],
    ['e\u0301'.repeat(200), `${'e\u0301'.repeat(160)}…`],
    ['1\ufe0f\u20e3'.repeat(200), `${'1\ufe0f\u20e3'.repeat(160)}…`],
    ['\u1100\u1161\u11a8'.repeat(200), `${'\u1100\u1161\u11a8'.repeat(160)}…`],
    ['<b> &amp; no markup', '<b> &amp; no markup'],
  ])('%#', (text, line) => {
    expect(lineExcerpt(text)).toBe(line);
  });
});

describe('the beginning of a message', () => {
  it('keeps its lines, and says where it goes on', () => {
    expect(messageExcerpt('one\n  two\n')).toBe('one\n  two\n');
    expect(messageExcerpt(`a\n${'🙂'.repeat(599)}`)).toBe(`a\n${'🙂'.repeat(598)}…`);
    expect(messageExcerpt(family.repeat(601))).toBe(`${family.repeat(600)}…`);
  });
});
