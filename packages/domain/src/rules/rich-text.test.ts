import { describe, expect, it } from 'vitest';
import { richText } from './rich-text.ts';

describe('the allow-list of rich text', () => {
  it('[CONT-1] has bold, italic, lists and links', () => {
    expect(richText.elements).toEqual(expect.arrayContaining(['strong', 'em', 'ul', 'ol', 'li', 'a']));
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
      'base',
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

  it('[CONT-1] stores an alias under a name that is listed, and counts only listed elements as structure', () => {
    const listed: readonly string[] = richText.elements;
    for (const name of [...Object.values(richText.aliases), ...richText.structure])
      expect(listed).toContain(name);
    for (const alias of Object.keys(richText.aliases)) expect(listed).not.toContain(alias);
  });
});
