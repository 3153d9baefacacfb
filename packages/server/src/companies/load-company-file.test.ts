import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeText, largestFile, loadCompanyFile } from './load-company-file.ts';

const good = `company: { slug: acme, name: Acme, mode: 3, release: "9.9" }
people:
  - { email: ada@acme.example, name: Ada, office: {} }
`;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieline-company-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(content: string | Buffer): Promise<Awaited<ReturnType<typeof loadCompanyFile>>> {
  const path = join(folder, 'company.yaml');
  await writeFile(path, content);
  return loadCompanyFile(path);
}

describe('the file of a company', () => {
  it('is read, with and without a byte order mark', async () => {
    expect(await load(good)).toMatchObject({ ok: true, file: { settings: { name: 'Acme' } } });
    expect(await load(`\uFEFF${good}`)).toMatchObject({ ok: true, file: { settings: { name: 'Acme' } } });
  });

  it('is read up to 5 MB, and no byte further', async () => {
    const filled = Buffer.concat([Buffer.from(good), Buffer.from(`# ${' '.repeat(largestFile)}`)]);
    expect(await load(filled.subarray(0, largestFile))).toMatchObject({ ok: true });
    expect(await load(filled.subarray(0, largestFile + 1))).toEqual({
      ok: false,
      errors: [{ place: null, sentence: 'the file is larger than 5 MB' }],
    });
    expect(await loadCompanyFile('/dev/zero')).toMatchObject({
      errors: [{ sentence: 'the file is larger than 5 MB' }],
    });
  });

  it('that is not there, or is a folder, says so', async () => {
    const errors = (sentence: string) => ({ ok: false, errors: [{ place: null, sentence }] });
    expect(await loadCompanyFile(join(folder, 'none.yaml'))).toEqual(errors('there is no such file'));
    expect(await loadCompanyFile(join(folder, 'none', 'none.yaml'))).toEqual(errors('there is no such file'));
    expect(await loadCompanyFile(folder)).toEqual(errors('this is a folder, not a file'));
    expect(await loadCompanyFile(`${folder}\0`)).toMatchObject({ ok: false });
  });

  it('that is empty says so', async () => {
    expect(await load('')).toEqual({ ok: false, errors: [{ place: null, sentence: 'the file is empty' }] });
  });

  it.each([
    ['Latin-1', Buffer.from('company:\n  name: Café\n', 'latin1'), { line: 2, column: 12 }],
    ['a lone byte after letters beyond ASCII', Buffer.from([0xc3, 0xa9, 0x20, 0xff]), { line: 1, column: 3 }],
    ['a character cut off by the end', Buffer.from([0x61, 0x0a, 0x62, 0xe2, 0x82]), { line: 2, column: 2 }],
  ])('that is not UTF-8 says where: %s', (_, bytes, place) => {
    expect(decodeText(bytes)).toEqual({ place, sentence: 'the file must be UTF-8, and this is not' });
  });

  it('that is UTF-16 is recognised', async () => {
    expect(await load(Buffer.from(`\uFEFF${good}`, 'utf16le'))).toEqual({
      ok: false,
      errors: [
        {
          place: { line: 1, column: 1 },
          sentence: 'the file must be UTF-8, and this is not; it looks like UTF-16',
        },
      ],
    });
  });
});
