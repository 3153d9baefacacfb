import { describe, expect, it } from 'vitest';
import { imageAddress, richText } from './rich-text.ts';

describe('the allow-list of rich text', () => {
  it('[CONT-1] has bold, italic, underline, strike-through, lists, quotes, code and links', () => {
    expect(richText.elements).toEqual(
      expect.arrayContaining([
        ...['strong', 'em', 'u', 's', 'code', 'a'],
        ...['ul', 'ol', 'li', 'blockquote', 'pre'],
      ]),
    );
    expect(richText.attributes.a).toEqual(['href']);
  });

  it('[CONT-1] has nothing that runs, loads or frames anything', () => {
    const listed: readonly string[] = richText.elements;
    for (const element of [
      'script',
      'style',
      'iframe',
      'object',
      'embed',
      'form',
      'input',
      'svg',
      'link',
      ...['base', 'math', 'picture', 'video', 'audio', 'template', 'noscript', 'table', 'select'],
    ]) {
      expect(listed).not.toContain(element);
    }
    const attributes: readonly string[] = Object.values(richText.attributes).flat();
    expect(
      attributes.filter((name) => name.startsWith('on') || ['style', 'class', 'id'].includes(name)),
    ).toEqual([]);
  });

  it('[CONT-1] has no scheme that runs code', () => {
    const schemes: readonly string[] = richText.schemes;
    expect(schemes).toContain('https');
    for (const scheme of ['javascript', 'data', 'vbscript', 'file', 'blob'])
      expect(schemes).not.toContain(scheme);
  });

  it('[CONT-1] has images of this server only, each by the id of its file', () => {
    const [conversation, file] = [
      '0a1b2c3d-0000-4000-8000-00000000000a',
      '0a1b2c3d-0000-4000-8000-00000000000b',
    ];
    const good = `/files/console/${conversation}/${file}`;
    expect(imageAddress.exec(good)?.[1]).toBe(file);
    for (const bad of [
      `https://elsewhere.test${good}`,
      `//elsewhere.test${good}`,
      `${good}/../../secret`,
      `${good}?x=1`,
      `${good}\n`,
      `/files/console/${conversation}/../${file}`,
      'data:image/png;base64,AAAA',
      'javascript:alert(1)',
    ])
      expect(imageAddress.test(bad)).toBe(false);
  });

  it('[CONT-1] has attributes of listed elements only', () => {
    const listed: readonly string[] = richText.elements;
    for (const element of Object.keys(richText.attributes)) expect(listed).toContain(element);
  });
});
