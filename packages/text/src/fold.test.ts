import { describe, expect, it } from 'vitest';
import { fold } from './fold.ts';

describe('alike when they are folded are', () => {
  it.each([
    ['Zoë', 'zoe'],
    ['ZOË', 'zoe'],
    ['René', 'rene'],
    ['Rene\u0301', 'rene'],
    ['Müller', 'muller'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['Gauẞ', 'gauss'],
    ['Ærø', 'aero'],
    ['Œuvre', 'oeuvre'],
    ['Søren', 'soren'],
    ['Łódź', 'lodz'],
    ['Đorđe', 'dorde'],
    ['Þór', 'thor'],
    ['Guðrún', 'gudrun'],
    ['İnci', 'inci'],
    ['IŞIK', 'isik'],
    ['ışık', 'isik'],
    ['Nguyễn Thị Ặ', 'nguyen thi a'],
    ['ＡＢＣ １２', 'abc 12'],
    ['ﬁnn', 'finn'],
    ['O’Brien', "o'brien"],
    ['O´Brien', "o'brien"],
    ['Ёлкин', 'елкин'],
    ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
    ['Σίσυφος', 'σισυφοσ'],
    ['أَحْمَد', 'احمد'],
    ['مكتبة', 'مكتبه'],
    ['کریم', 'كريم'],
    ['שָׁלוֹם', 'שלום'],
    ['می\u200cخواهم', 'ميخواهم'],
    ['a\u00adb\u200bc\u2060d', 'abcd'],
    ['  one \u00a0\u3000 two\n', 'one two'],
    ['\u200b\u2800 \u00ad', ''],
  ])('%j and %j', (text, plain) => {
    expect(fold(text)).toBe(fold(plain));
    expect(fold(text)).toBe(plain.normalize('NFKD'));
  });
});

it('is composed of the same, whichever way it was written', () => {
  for (const text of ['김민수', 'ガード', 'がく', 'Ǻ', 'ệ', '각']) {
    expect(fold(text.normalize('NFC'))).toBe(fold(text.normalize('NFD')));
    expect(fold(text)).not.toBe('');
  }
});

it.each(['ที่นี่', 'हिन्दी', '王小明', 'ガン', 'தமிழ்'])('keeps the vowels and tones of %s', (word) => {
  expect(fold(word)).toBe(word.normalize('NFKD'));
});

it('changes nothing when it is done again', () => {
  for (const text of ['Straße Ærø', 'أَحْمَد', 'İnci', 'ΣΊΣΥΦΟΣ', 'O’Brien ´x', '½ № ﷺ'])
    expect(fold(fold(text))).toBe(fold(text));
});
