import { type Numbering, numberingOf, signOf, styleOfNumbering } from '@tieline/text';

/** Signs for which every list has room. */
const usualLength = 3;

/** The style of a numbered list: its letters, and room for its longest sign. Null where it looks as every list. */
export function listStyle(type: string, start: number, count: number): string | null {
  const numbering = numberingOf(type) ?? '1';
  const length = longestSign(numbering, start, count);
  const style = [
    ...(numbering === '1' ? [] : [`list-style-type: ${styleOfNumbering(numbering)}`]),
    ...(length > usualLength ? [`--sign: ${length}`] : []),
  ];
  return style.length === 0 ? null : style.join('; ');
}

function longestSign(numbering: Numbering, start: number, count: number): number {
  let longest = 0;
  for (let number = start; number < start + count; number += 1)
    longest = Math.max(longest, signOf(number, numbering).length);
  return longest;
}
