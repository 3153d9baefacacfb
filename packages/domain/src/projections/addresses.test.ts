import { describe, expect, it } from 'vitest';
import { projectMessage } from './index.ts';
import { storedMessage } from '../stored-message.fixture.ts';

const one = '0a1b2c3d-0000-4000-8000-00000000000a';
const two = '0a1b2c3d-0000-4000-8000-00000000000b';
const image = (src: string) => `<img src="${src}" alt="a plan" width="640" height="480">`;
const htmlAt = (surface: 'console' | 'monitor' | 'widget', html: string) =>
  projectMessage(surface, storedMessage({ format: 'rich', html, text: 'a plan' })).html;

describe('the images of rich text', () => {
  it('[CONT-1] have addresses that ask who reads', () => {
    const html = `<p>${image(`image:${one}`)}</p><p>${image(`image:${two}`)}</p>`;
    const shown = (surface: string) =>
      `<p>${image(`/files/${surface}/conv-1/${one}`)}</p><p>${image(`/files/${surface}/conv-1/${two}`)}</p>`;
    expect(htmlAt('console', html)).toBe(shown('console'));
    expect(htmlAt('monitor', html)).toBe(shown('console'));
    expect(htmlAt('widget', html)).toBe(shown('widget'));
  });

  it('[CONT-1] are nothing that a text could imitate', () => {
    const html = `<p>&lt;img src="image:${one}"&gt; image:${one}</p><p><a href="https://x.test/?image:${one}">x</a></p>`;
    expect(htmlAt('console', html)).toBe(html);
  });
});
