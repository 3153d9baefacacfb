/** What people write in place of an apostrophe. */
const apostrophes = /[\u2018\u2019\u201b\u02b9-\u02bd\u2032`\u00b4\uff07\u05f3]/g;
const unseen = /(?!\p{White_Space})[\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/gu;
/** Accents, points and vowel signs that a word is written with or without; the vowels of Indic and Thai words stay. */
const accents =
  /(?=[\p{Mn}\p{Me}])(?![\u3099\u309a])[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/gu;

/** Letters that Unicode does not take apart, and what somebody without them on the keyboard types. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ȷ: 'j',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ƀ: 'b',
  ɓ: 'b',
  ƈ: 'c',
  ȼ: 'c',
  ɖ: 'd',
  ɗ: 'd',
  ǝ: 'e',
  ə: 'e',
  ɛ: 'e',
  ɇ: 'e',
  ƒ: 'f',
  ǥ: 'g',
  ɠ: 'g',
  ɨ: 'i',
  ɉ: 'j',
  ƙ: 'k',
  ƚ: 'l',
  ɫ: 'l',
  ɲ: 'n',
  ƞ: 'n',
  ɔ: 'o',
  ɵ: 'o',
  ƥ: 'p',
  ɍ: 'r',
  ʂ: 's',
  ƭ: 't',
  ʈ: 't',
  ʉ: 'u',
  ʋ: 'v',
  ƴ: 'y',
  ɏ: 'y',
  ƶ: 'z',
  ȥ: 'z',
  // Signs of one letter each: the sigma at the end of a word, kaf and yeh as Persian, Urdu and Arabic write them.
  ς: 'σ',
  ک: 'ك',
  ی: 'ي',
  ى: 'ي',
  ے: 'ي',
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ة: 'ه',
  ٱ: 'ا',
  ـ: '',
};
const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu');

/**
 * A text as it is compared and sorted: without case, accents and points, in the plain forms of its letters, whichever
 * way it was composed, and without what cannot be seen. It depends on no language and no database, so it is the same
 * wherever it is made. What it makes is stored: who changes it fills the stored ones again by a migration.
 */
export function fold(text: string): string {
  return text
    .replace(unseen, '')
    .replace(apostrophes, "'")
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(accents, '')
    .replace(special, (letter) => plainLetters[letter] ?? letter)
    .replace(/\p{White_Space}+/gu, ' ')
    .replace(/^ | $/g, '');
}
