import { describe, expect, it } from 'vitest';
import { partsOf } from './text-parts.ts';

const linksOf = (text: string) =>
  partsOf(text).flatMap(({ text: shown, href }) => (href ? [[shown, href]] : []));

describe('the parts of a plain text', () => {
  it('[CONT-2] web and mail addresses are recognised, the rest stays text', () => {
    expect(linksOf('See https://example.com/a?b=c#d, write to ada@example.com or open example.com.')).toEqual(
      [
        ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
        ['ada@example.com', 'mailto:ada@example.com'],
        ['example.com', 'https://example.com'],
      ],
    );
  });

  it('[CONT-2] HTML in it is text like any other', () => {
    const text = '<b>bold</b> & <img src=x onerror=alert(1)>';
    expect(
      partsOf(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
    expect(linksOf(text)).toEqual([]);
  });

  it('only web and mail addresses can be followed', () => {
    expect(linksOf('https://example.com')).toHaveLength(1);
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://example.com/x',
      'file:///etc/passwd',
    ]) {
      expect(linksOf(text).filter(([, href]) => !/^(https?:|mailto:)/.test(href ?? ''))).toEqual([]);
    }
  });

  it('every sign of the text is kept, in order', () => {
    const text = 'One\n\ttwo  https://example.com\u00a0three 👩‍🚀 مرحبا';
    expect(
      partsOf(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});
