/** Letters that run from right to left, by the blocks that Unicode keeps for them. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Characters that turn a text around whatever its letters are. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const [begin, end] = ['\u2068', '\u2069'];

/**
 * A text that stands within a sentence, such as a name: its letters keep their own direction and do not turn the
 * sentence around, whatever stands in it. Left as it is where nothing of it could.
 *
 * @param sentence the direction of the sentence
 */
export function isolate(text: string, sentence: 'ltr' | 'rtl' = 'ltr'): string {
  if (sentence === 'ltr' && !rightToLeft.test(text) && !turning.test(text)) return text;
  let open = 0;
  let kept = '';
  for (const character of text) {
    // What ends nothing of its own would end the isolate.
    if (character === end && open === 0) continue;
    if (character === end) open -= 1;
    else if (character >= '\u2066' && character <= begin) open += 1;
    kept += character;
  }
  return begin + kept + end.repeat(open + 1);
}
