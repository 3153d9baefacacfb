import type { Page } from 'playwright-core';
import type { Ground } from './ground.ts';
import { readShown, type Shown } from './rows.ts';
import type { Stored } from './sending.ts';

/** The formatted pages of these messages of the open chat: the first by a click on its link, all by its address. */
export async function readFormatted(
  { watch, url }: Ground,
  office: Page,
  messages: readonly Stored[],
): Promise<Shown[]> {
  const addresses = messages.map(({ message }) => `/formatted/${message.id.replace('.', '/')}`);
  watch.expect(url + (addresses[0] ?? ''));
  const opened = office.context().waitForEvent('page');
  await office.locator(`a[href="${addresses[0]}"]`).click();
  const page = await opened;
  await readShown(page, 'main');
  const shown: Shown[] = [];
  for (const address of addresses) {
    await watch.visit(page, url + address);
    shown.push(await readShown(page, 'main'));
  }
  return shown;
}
