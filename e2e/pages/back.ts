import type { Page } from 'playwright-core';
import { expectSoon } from '../expect-seen.ts';

/**
 * Presses Back once the history has an entry for each of the `open` overlays. The browser comes to it a few milliseconds
 * after an overlay opens or closes, and only a test is faster.
 */
export async function pressBack(page: Page, open: number): Promise<void> {
  await expectSoon(() => page.evaluate('history.state?.overlays ?? 0'), open);
  await page.goBack();
}
