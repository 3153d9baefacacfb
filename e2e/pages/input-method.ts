import type { Page } from 'playwright-core';

/**
 * The events of a key that ends the composition of a word, in the order of each browser: Safari ends the composition
 * before it tells of the key, and calls the key no part of it.
 */
export const browsers = {
  Chrome: `composed('compositionstart'); pressed({ isComposing: true }); composed('compositionend');`,
  Firefox: `composed('compositionstart'); pressed({ isComposing: true, key: 'Process' }); composed('compositionend');`,
  Safari: `composed('compositionstart'); composed('compositionend'); pressed({ isComposing: false });`,
} as const;

export type BrowserName = keyof typeof browsers;

/** Ends a word by this key, where the keyboard is. What it wrote has to be typed before. */
export async function endWord(page: Page, browser: BrowserName, key: string): Promise<void> {
  await page.evaluate(`{
    const field = document.activeElement;
    const composed = (type) => field.dispatchEvent(new CompositionEvent(type, { bubbles: true, data: 'か' }));
    const pressed = (how) => {
      const told = { key: ${JSON.stringify(key)}, keyCode: 229, bubbles: true, cancelable: true, composed: true, ...how };
      field.dispatchEvent(new KeyboardEvent('keydown', told));
      field.dispatchEvent(new KeyboardEvent('keyup', { ...told, isComposing: false }));
    };
    ${browsers[browser]}
  }`);
}
