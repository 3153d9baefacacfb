import { expect, it } from 'vitest';
import { cutName } from './cut-name.ts';

it('a long name of a file keeps its end', () => {
  expect(cutName('Minutes of the harbor board, March 2026 v3.docx')).toEqual([
    'Minutes of the harbor board, March ',
    '2026 v3.docx',
  ]);
});

it('a short name stays in one piece', () => {
  expect(cutName('manifest.pdf')).toEqual(['manifest.pdf', '']);
});

it('no letter is torn apart', () => {
  const family = '👩‍👩‍👧';
  expect(cutName(`${family.repeat(20)}1234567.pdf`)).toEqual([family.repeat(19), `${family}1234567.pdf`]);
});
