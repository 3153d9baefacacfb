import { describe, expect, it } from 'vitest';
import { at, plainBody, richBody, storedMessage } from '../stored-message.fixture.ts';
import { projectFormatted } from './formatted.ts';

const image = '0a1b2c3d-0000-4000-8000-00000000000a';

describe('the page of a formatted message', () => {
  it('[CONT-3] shows the rich text, with images at addresses of its own, and who wrote it', () => {
    const html = `<p>See <img src="image:${image}" alt="a plan"></p>`;
    const sender = { ...storedMessage(richBody).sender, name: 'Maya <i>' };
    expect(
      projectFormatted(
        storedMessage({ format: 'rich', html, text: 'See' }, { sender }),
        (file) => `/at/${file}`,
      ),
    ).toStrictEqual({ name: 'Maya &lt;i&gt;', at, html: `<p>See <img src="/at/${image}" alt="a plan"></p>` });
  });

  it('[CONT-3] is of formatted messages only', () => {
    expect(projectFormatted(storedMessage(plainBody), () => '')).toBeNull();
  });
});
