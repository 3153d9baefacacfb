const superscripts = new Map(
  [...'0123456789+-=()n'].map((letter, at) => [letter, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ'][at] ?? letter]),
);
const subscripts = new Map(
  [...'0123456789+-=()'].map((letter, at) => [letter, [...'₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'][at] ?? letter]),
);

/** Writes raised and lowered digits with characters of their own, or `10` with a raised `6` would become `106`. */
export function keepSuperscripts(page: HTMLElement): void {
  for (const element of page.querySelectorAll('sup, sub')) {
    const letters = element.localName === 'sup' ? superscripts : subscripts;
    const written = [...element.textContent.replaceAll('−', '-')];
    if (written.length > 0 && written.every((letter) => letters.has(letter)))
      element.replaceWith(written.map((letter) => letters.get(letter)).join(''));
  }
}
