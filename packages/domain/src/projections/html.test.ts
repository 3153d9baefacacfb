import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, linkText } from './html.ts';

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

describe('linkText', () => {
  it.each([
    [
      'see https://a.example/x?y=1&z=2.',
      'see <a href="https://a.example/x?y=1&amp;z=2" rel="noopener noreferrer nofollow" target="_blank">https://a.example/x?y=1&amp;z=2</a>.',
    ],
    [
      '(http://b.example)',
      '(<a href="http://b.example/" rel="noopener noreferrer nofollow" target="_blank">http://b.example</a>)',
    ],
    [
      '„https://c.example/wiki/Dock_(harbour)“, ada@c.example',
      '„<a href="https://c.example/wiki/Dock_(harbour)" rel="noopener noreferrer nofollow" target="_blank">https://c.example/wiki/Dock_(harbour)</a>“, <a href="mailto:ada@c.example" rel="noopener noreferrer nofollow" target="_blank">ada@c.example</a>',
    ],
    ['javascript:alert(1) ftp://c.example', 'javascript:alert(1) ftp://c.example'],
    ['a\n<b>', 'a<br>&lt;b&gt;'],
  ])('[CONT-2, CONT-7] recognises the links of %j', (text, html) => {
    expect(linkText(text)).toBe(html);
  });

  it('[CONT-2] makes no markup but links and line breaks, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom('https://x.example/', 'ada@x.example', '"', "'", '<', '>', '\n', ' '),
          ),
        ),
        (parts) => {
          const rest = linkText(parts.join('')).replaceAll(
            /<br>|<a href="(?:https?|mailto):[^"<>\s]+" rel="noopener noreferrer nofollow" target="_blank">|<\/a>/gi,
            '',
          );
          expect(rest).not.toMatch(/[<>]/);
        },
      ),
    );
  });
});
