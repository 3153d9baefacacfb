import { describe, expect, it } from 'vitest';
import { acceptFileName } from './file-name.ts';

describe('the name of a file', () => {
  it.each([
    ['März 2026 (final).pdf', 'März 2026 (final).pdf'],
    ['👩‍👩‍👧 family.jpg', '👩‍👩‍👧 family.jpg'],
    ['../../etc/passwd', '../../etc/passwd'],
    ['  two\n lines\t.txt ', 'two lines .txt'],
    ['null\u0000byte.png', 'null byte.png'],
    ['annexe\u202egpj.exe', 'annexe gpj.exe'],
    ['', 'file'],
    [' \u200b ', 'file'],
    [' \u2800\u3164\u00ad ', 'file'],
    ['\u2800.pdf', '\u2800.pdf'],
    ['Ma\u0308rz Rene\u0301.pdf', 'März René.pdf'],
    ['\u1112\u1161\u11ab.txt', '한.txt'],
    ['می\u200cخواهم.pdf', 'می\u200cخواهم.pdf'],
    ['lone \ud800 half', 'lone \ufffd half'],
  ])('%j is shown as %j', (given, shown) => {
    expect(acceptFileName(given)).toBe(shown);
  });

  it('is cut in the middle where it is too long, its ending kept', () => {
    const cut = acceptFileName(`${'🙂'.repeat(300)}.tar.gz`);
    expect(Array.from(cut)).toHaveLength(200);
    expect(cut.endsWith('🙂.tar.gz')).toBe(true);
    expect(cut).toContain('…');
  });

  it('is cut between letters', () => {
    const family = '👩‍👩‍👧‍👦';
    const cut = acceptFileName(`${family.repeat(60)}.pdf`);
    expect(cut).toBe(`${family.repeat(25)}…${family.repeat(2)}.pdf`);
    expect(acceptFileName(`${'e\u0323\u0302\u0331'.repeat(99)}.pdf`)).toMatch(
      /^(?:\u1ec7\u0331)+…(?:\u1ec7\u0331)+\.pdf$/,
    );
  });
});
