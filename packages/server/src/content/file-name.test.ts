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
});
