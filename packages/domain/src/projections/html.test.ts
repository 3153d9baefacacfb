import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText } from './html.ts';

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** What a browser shows of escaped text. */
function shown(html: string): string {
  return html
    .replaceAll('<br>', '\n')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('<', '>', '&', '"', "'", '\n', '<br>', '&lt;', '<script>', 'a'))
    .map((all) => all.join('')),
);

describe('plain text as HTML', () => {
  it('[CONT-2] HTML in a plain message is shown, not obeyed', () => {
    expect(escapeText(`<script>alert("x")</script>`)).toBe(
      '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;',
    );
    expect(escapeText(`<img src=x onerror='y()'>`)).toBe('&lt;img src=x onerror=&#39;y()&#39;&gt;');
    expect(escapeText('&lt;b&gt;')).toBe('&amp;lt;b&amp;gt;');
    expect(escapeText('one\ntwo')).toBe('one<br>two');
  });

  it('[CONT-2] no text makes any tag but a line break, nor leaves an attribute', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeText(text).replaceAll('<br>', '')).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('[CONT-2] exactly the text that was written is shown', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(shown(escapeText(text))).toBe(text);
      }),
    );
  });
});
