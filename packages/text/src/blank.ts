/**
 * What shows nothing although it is no white space: characters that Unicode lets fonts leave out (zero-width ones,
 * fillers of Hangul, variation selectors, tags), control characters, and the few blank signs that it does not count
 * among them: the braille cell without dots, a note without a head, joiners and fillers of old scripts, and the
 * signs around a gloss.
 */
const unseen =
  '\\p{White_Space}\\p{Default_Ignorable_Code_Point}\\p{Cc}\\u2800\\u2d7f\\ufff9-\\ufffb\\u{1107f}\\u{13430}-\\u{13438}\\u{16fe4}\\u{1bc9d}\\u{1d159}';
const seen = new RegExp(`[^${unseen}]`, 'u');

/**
 * Whether nothing of a text can be seen. An accent without a letter is seen, and so is half of a surrogate pair, which
 * is shown as a sign for what is broken.
 */
export function isBlank(text: string): boolean {
  return !seen.test(text);
}

/** Whether HTML shows neither a letter nor an image. Its entities may name no invisible character but `&nbsp;`. */
export function isBlankHtml(html: string): boolean {
  return !/<img\b/i.test(html) && isBlank(html.replace(/<[^>]*>|&nbsp;/g, ' '));
}
