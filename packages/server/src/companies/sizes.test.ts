import { describe, expect, it } from 'vitest';
import { parseCompanyFile } from './company-file.ts';
import { shownSize } from './sizes.ts';

function parsed(sizes: string) {
  return parseCompanyFile(`company:
  slug: acme
  name: Acme
  mode: 3
  release: "9.10"
  ${sizes}
people:
  - email: ada@acme.example
    name: Ada
    password: a-long-password-of-ada
    office: {}
`);
}

describe('the sizes of a company file', () => {
  it.each([
    ['largest-file: 5 MB', 5 * 1024 ** 2],
    ['largest-file: 5MB', 5 * 1024 ** 2],
    ['largest-file: "1000 KB"', 1000 * 1024],
    ['largest-file: 2 GB', 2 * 1024 ** 3],
  ])('are read: %s', (text, bytes) => {
    const answer = parsed(text);
    expect(answer.ok && answer.file.settings.largestFile).toBe(bytes);
  });

  it.each(['5', '0 MB', '5 mb', '-5 MB', '1.5 GB', '5000 GB', '[1 MB]', 'MB'])('are refused: %s', (text) => {
    const answer = parsed(`file-quota: ${text}`);
    expect(answer).toMatchObject({
      ok: false,
      errors: [
        {
          place: { line: 6 },
          sentence: 'file-quota must be a size of 1 to 1000 KB, MB, GB or TB, such as 10 GB',
        },
      ],
    });
  });

  it('are shown in the largest unit that fits', () => {
    expect([shownSize(1024), shownSize(5 * 1024 ** 2), shownSize(1500 * 1024), shownSize(1)]).toEqual([
      '1 KB',
      '5 MB',
      '1500 KB',
      '1 bytes',
    ]);
  });
});
