import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Ground } from './ground.ts';
import { readShown, type Shown } from './rows.ts';
import type { Stored } from './sending.ts';

/** The formatted pages of these messages of the open chat: one by a click on its link, all by their addresses. */
export async function readFormatted(
  ground: Ground,
  office: Page,
  messages: readonly Stored[],
): Promise<Shown[]> {
  const { watch, url } = ground;
  const addresses = messages.map(({ message }) => `/formatted/${message.id.replace('.', '/')}`);
  const opened = office.context().waitForEvent('page');
  await Promise.all([opened, clickLink(ground, office, addresses)]);
  const page = await opened;
  await readShown(page, 'main');
  const shown: Shown[] = [];
  for (const address of addresses) {
    await watch.visit(page, url + address);
    shown.push(await readShown(page, 'main'));
  }
  return shown;
}

/** Any of those on the screen: a long chat holds only some of them in the page, and others once it stands at its place. */
async function clickLink({ watch, url }: Ground, office: Page, addresses: readonly string[]): Promise<void> {
  const link = office.locator('a[href^="/formatted/"]').last();
  await expect
    .poll(
      async () => {
        const href = (await link.getAttribute('href')) ?? '';
        // Behind its path stands the reader's time zone.
        expect(addresses).toContain(href.split('?')[0]);
        watch.expect(url + href);
        return office
          .locator(`a[href="${href}"]`)
          .click({ timeout: 5000 })
          .then(() => 'clicked')
          .catch(String);
      },
      { timeout: 60_000 },
    )
    .toBe('clicked');
}
