import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

const patience = { timeout: 30_000, interval: 50 };

/** Waits until it is on the screen. */
export async function expectSeen(...locators: readonly Locator[]): Promise<void> {
  for (const locator of locators) await locator.first().waitFor();
}

/** Waits until none is on the screen. */
export async function expectGone(locator: Locator): Promise<void> {
  // As their text, so that a failure says what is still there.
  await expect.poll(() => locator.allTextContents(), patience).toEqual([]);
}

/** Waits until `look` answers so. */
export async function expectSoon<Value>(look: () => Value | Promise<Value>, wanted: Value): Promise<void> {
  await expect.poll(look, patience).toEqual(wanted);
}

/** Waits until it has the keyboard. */
export async function expectFocused(locator: Locator): Promise<void> {
  const focused = locator.and(locator.page().locator(':focus'));
  await expectSoon(() => focused.count(), 1);
}
