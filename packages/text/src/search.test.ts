import { describe, expect, it } from 'vitest';
import { isFound, searchPieces, searchText } from './search.ts';

const erik = ['Erik Solberg', 'Customs expert', 'Logistics & Trade', 'erik.solberg@harbor.example'];

describe('a query', () => {
  it.each([
    // By words, in any order, each by its beginning.
    ['erik', erik, true],
    ['ERIK', erik, true],
    ['solberg erik', erik, true],
    ['Solberg, Erik', erik, true],
    ['sol er', erik, true],
    ['erik customs', erik, true],
    ['log solb', erik, true],
    ['trade', erik, true],
    ['rik', erik, false],
    ['berg', erik, false],
    ['erik nobody', erik, false],
    ['eriks', erik, false],
    ['', erik, true],
    ['  \u200b ', erik, true],
    // E-mails: whole, begun, by their domain. What all of them end with finds nobody by itself.
    ['erik.solberg@harbor.example', erik, true],
    ['Erik.Solberg@Harbor', erik, true],
    ['solberg@', erik, true],
    ['@harbor.example', erik, true],
    ['erik@harbor.example', erik, false],
    ['harbor', erik, false],
    ['example', erik, false],
    // What a database would take for any letters.
    ['%', erik, false],
    ['_', erik, false],
    ['e%k', erik, false],
    ['eri_', erik, false],
    ['\\', erik, false],
    ['*', erik, false],
    ['%', ['100 % harbor'], true],
    ['100%', ['100 % harbor'], false],
    ['100%', ['100% harbor'], true],
    ['10%', ['100% harbor'], false],
    ['_', ['night_shift'], true],
    ['shift', ['night_shift'], true],
    ['\\', ['a\\b'], true],
    ['c++', ['C++'], true],
    ['c+', ['C'], false],
    // Punctuation alone means itself.
    ['(', erik, false],
    ['(', ['Erik (HQ)'], true],
    ['hq', ['Erik (HQ)'], true],
    ['?!', erik, false],
    // Hyphens and apostrophes.
    ['anna-lena', ['Anna-Lena'], true],
    ['anna lena', ['Anna-Lena'], true],
    ['annalena', ['Anna-Lena'], true],
    ['lena', ['Anna-Lena'], true],
    ['anna-lena', ['Anna Lena'], true],
    ["o'brien", ["O'Brien"], true],
    ['o’brien', ["O'Brien"], true],
    ['obrien', ['O’Brien'], true],
    ['brien', ['O’Brien'], true],
    ["o'brien", ['OBrien'], true],
    // Folded on both sides.
    ['zoe', ['Zoë'], true],
    ['zoë', ['Zoe'], true],
    ['rene', ['Rene\u0301'], true],
    ['René', ['Rene\u0301'], true],
    ['rene\u0301', ['René'], true],
    ['muller', ['Müller'], true],
    ['strasse', ['Straße'], true],
    ['straße', ['STRASSE'], true],
    ['soren', ['Søren'], true],
    ['aero', ['Ærø'], true],
    ['lodz', ['Łódź'], true],
    ['isik', ['Işık'], true],
    ['ｚｏｅ', ['Zoë'], true],
    ['zoe', ['ＺＯＥ'], true],
    // Other scripts.
    ['анна', ['Анна Кузнецова'], true],
    ['кузнецова анна', ['Анна Кузнецова'], true],
    ['احمد', ['أَحْمَد حسن'], true],
    ['كريم', ['کریم'], true],
    ['שלום', ['שָׁלוֹם כהן'], true],
    ['王小', ['王小明'], true],
    ['小明', ['王小明'], true],
    ['明小', ['王小明'], false],
    ['민수', ['김민수'], true],
    ['김ㅁ', ['김민수'], true],
    ['たなか', ['たなか はるか'], true],
    ['ﾀﾅｶ', ['タナカ'], true],
    ['สมชาย', ['สมชาย ใจดี'], true],
    ['ชาย', ['สมชาย ใจดี'], true],
    ['हिन्दी', ['हिन्दी डेस्क'], true],
    ['🚢', ['🚢 Harbor'], true],
    ['🚢', ['Harbor'], false],
  ] as const)('%j in %j: %s', (query, fields, answer) => {
    expect(isFound(query, fields)).toBe(answer);
  });

  it('is what a database can ask piece by piece, across fields', () => {
    const text = searchText(['Anna-Lena Ø', 'R&D']);
    expect(text).toBe(' anna- lena  annalena  o  r & d');
    expect(searchPieces('r&d, lena')).toEqual([' r & d', ' lena']);
    expect(searchPieces('lena lena')).toEqual([' lena']);
  });
});
