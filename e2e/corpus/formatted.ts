import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Ground } from './ground.ts';
import { readShown, type Shown } from './rows.ts';
import type { Stored } from './sending.ts';

/** The formatted pages of these messages of the open chat: one by a click on its link, all by their addresses. */
export async function readFormatted(
  { watch, url }: Ground,
  office: Page,
  messages: readonly Stored[],
): Promise<Shown[]> {
  const addresses = messages.map(({ message }) => `/formatted/${message.id.replace('.', '/')}`);
  // Any of those on the screen: a long chat holds only some of them in the page.
  const link = office.locator('a[href^="/formatted/"]').last();
  const clicked = (await link.getAttribute('href')) ?? '';
  // Behind its path stands the reader's time zone.
  expect(addresses).toContain(clicked.split('?')[0]);
  watch.expect(url + clicked);
  const opened = office.context().waitForEvent('page');
  await Promise.all([opened, office.locator(`a[href="${clicked}"]`).click()]);
  const page = await opened;
  await readShown(page, 'main');
  const shown: Shown[] = [];
  for (const address of addresses) {
    await watch.visit(page, url + address);
    shown.push(await readShown(page, 'main'));
  }
  return shown;
}
