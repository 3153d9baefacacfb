const raised = new Map(
  [...'0123456789+-=()n'].map((letter, at) => [letter, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ'][at] ?? letter]),
);
const lowered = new Map(
  [...'0123456789+-=()'].map((letter, at) => [letter, [...'₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'][at] ?? letter]),
);

/** Raised and lowered digits by letters of their own: `10` with a raised `6` is not `106`. Words stay in the line. */
export function keepRaised(page: HTMLElement): void {
  for (const element of page.querySelectorAll('sup, sub')) {
    const letters = element.localName === 'sup' ? raised : lowered;
    const written = [...element.textContent.replaceAll('−', '-')];
    if (written.length > 0 && written.every((letter) => letters.has(letter)))
      element.replaceWith(written.map((letter) => letters.get(letter)).join(''));
  }
}
