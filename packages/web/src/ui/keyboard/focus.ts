/** Into the text field of the open chat. */
export function focusComposer(): void {
  document.querySelector<HTMLElement>('[data-composer]')?.focus();
}

/** From the text field, or from anywhere in the page, to the open chat's place in the list. */
export function focusList(): void {
  const current = document.querySelector<HTMLElement>('[data-conversation][aria-current="page"]');
  const first = current ?? document.querySelector<HTMLElement>('[data-conversation]');
  (first ?? document.querySelector<HTMLElement>('[data-list]'))?.focus();
}
