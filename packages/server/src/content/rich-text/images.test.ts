import { describe, expect, it } from 'vitest';
import { acceptBody } from '../accept-body.ts';
import { accepted, expectStable, stored } from './harmless.fixture.ts';

const conversation = '0a1b2c3d-0000-4000-8000-0000000000ff';
const file = (at: number) => `0a1b2c3d-0000-4000-8000-${at.toString(16).padStart(12, '0')}`;
const image = (at: number, more = '') => `<img src="image:${file(at)}" alt="${at}"${more}>`;

describe('the images of a message', () => {
  it('[CONT-1] are told to whoever checks them, each once, wherever they stand', () => {
    const html = `<p>${image(1)}</p><ul><li>${image(2)}<ul><li>${image(1)}</li></ul></li></ul><blockquote>${image(3)}</blockquote>`;
    expect(accepted(html).images).toEqual([file(1), file(2), file(3)]);
    expect(acceptBody({ kind: 'rich', html })).toMatchObject({ images: [file(1), file(2), file(3)] });
    expect(acceptBody({ kind: 'plain', text: html })).toMatchObject({ ok: true, images: [] });
  });

  it('[CONT-1] are told only where they are stored', () => {
    const html = `<b>a</b>${image(1)}<select>${image(2)}</select><svg>${image(3)}<pre>${image(4)}</pre><template>${image(5)}</template>`;
    const { html: kept, images } = accepted(html);
    expect(images).toContain(file(1));
    for (const id of images) expect(kept).toContain(id);
    expect(kept?.split('image:')).toHaveLength(images.length + 1);
  });

  it('[CONT-1] make a message rich by themselves', () => {
    expect(acceptBody({ kind: 'rich', html: image(7) })).toEqual({
      ok: true,
      body: { format: 'rich', html: `<p>${image(7)}</p>`, text: '[7]' },
      images: [file(7)],
    });
  });

  it('[CONT-1] are twenty at most; of the others the description is left', () => {
    const all = Array.from({ length: 22 }, (_, at) => image(at)).join('');
    const { html, images } = accepted(all);
    expect(images).toHaveLength(20);
    expect(html).toBe(`<p>${all.split('<img').slice(0, 21).join('<img')}2021</p>`);
    expectStable(all);
  });

  it.each([
    [' width="640" height="480"', ' width="640" height="480"'],
    [' height="480" width="640" style="width:1px" onload="x()"', ' width="640" height="480"'],
    [' width="10000" height="1"', ' width="10000" height="1"'],
    [' width="10001" height="1"', ''],
    [' width="640"', ''],
    [' width="0" height="480"', ''],
    [' width="50%" height="480"', ''],
    [' width="-1" height="4.5"', ''],
  ])('[CONT-1] with%s is stored with "%s"', (given, kept) => {
    expect(stored(image(1, given))).toBe(`<p>${image(1, kept)}</p>`);
  });

  it.each([
    `https://elsewhere.example/files/console/${conversation}/${file(1)}`,
    `//elsewhere.example/files/console/${conversation}/${file(1)}`,
    `/files/console/${conversation}/${file(1)}?x=1`,
    `/files/console/${conversation}/${file(1)}/large`,
    `/files/console/${conversation}/${'-'.repeat(36)}`,
    `image:${file(1)}/../x`,
    `image:${'-'.repeat(36)}`,
    `IMAGE:${file(1)}`,
    `image:${file(1).toUpperCase()}`,
    'data:image/svg+xml,<svg onload=alert(1)>',
    'javascript:alert(1)',
  ])('[CONT-1] have no other address than one of ours: %s', (src) => {
    const good = `<b>a</b><img src="/files/console/${conversation}/${file(1)}" alt="b">`;
    expect(accepted(good).images).toEqual([file(1)]);
    expect(accepted(`<b>a</b><img src="${src}" alt="b">`)).toMatchObject({
      html: '<p><strong>a</strong>b</p>',
      images: [],
    });
  });

  it('[CONT-1] stand apart from the words beside them', () => {
    expect(accepted(`see${image(1)}${image(2)}there`).text).toBe('see [1] [2] there');
    expect(accepted(`see ${image(1)}, and ${image(2)}.`).text).toBe('see [1], and [2].');
  });

  it('[CONT-1] have a description of one line and two hundred characters', () => {
    const long = `  ${'😀 \n'.repeat(300)}`;
    const [, alt = ''] = /alt="([^"]*)"/.exec(stored(image(1).replace('alt="1"', `alt="${long}"`))) ?? [];
    expect(alt).toBe('😀 '.repeat(100).trimEnd());
    expect(accepted(image(1).replace('alt="1"', 'alt=" \n "')).text).toBe('[Image]');
  });
});
