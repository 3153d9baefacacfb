// @environment page
import { afterEach, describe, expect, it, vi } from 'vitest';
import { altOfFile, filesIn, isImageFile, measure } from './image-files.ts';

const picture = new File(['pixels'], 'plan.png', { type: 'image/png' });

function pasted(files: readonly File[], html = ''): DataTransfer {
  return { files, getData: (type: string) => (type === 'text/html' ? html : '') } as unknown as DataTransfer;
}

afterEach(() => void vi.unstubAllGlobals());

describe('what is pasted', () => {
  it.each<[string, DataTransfer | null, readonly File[] | null]>([
    ['a picture', pasted([picture]), [picture]],
    [
      'a picture of a page, with its address',
      pasted([picture], '<img src="https://a.test/x.png">'),
      [picture],
    ],
    ['words of a spreadsheet, with a picture of them', pasted([picture], '<table><td>7</td></table>'), null],
    ['words', pasted([], '<p>words</p>'), null],
    ['nothing', null, null],
  ])('is %s: a file where that is meant', (_, given, files) => {
    expect(filesIn(given)).toEqual(files);
  });
});

describe('[CONT-1] an image', () => {
  it('is known by its type', () => {
    expect(isImageFile(picture)).toBe(true);
    expect(isImageFile(new File(['words'], 'image.png', { type: 'text/plain' }))).toBe(false);
  });

  it.each([
    ['plan.png', 'plan'],
    ['plan.final.png', 'plan.final'],
    ['no ending', 'no ending'],
    ['a.sentence with a dot', 'a.sentence with a dot'],
    ['u\u0308ber.jpg', '\u00fcber'],
  ])('called %s is described as %s', (name, alt) => {
    expect(altOfFile(new File([], name))).toBe(alt);
  });

  it('has the measures that the browser reads, and none where it cannot', async () => {
    const close = vi.fn<() => void>();
    vi.stubGlobal('createImageBitmap', async () => ({ width: 30, height: 20, close }));
    expect(await measure(picture)).toEqual({ width: 30, height: 20 });
    expect(close).toHaveBeenCalledTimes(1);
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('not an image')));
    expect(await measure(picture)).toEqual({ width: null, height: null });
  });
});
