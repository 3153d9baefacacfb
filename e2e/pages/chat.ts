import type { Locator, Page } from 'playwright-core';

/** An open chat, on either side. */
export interface Chat {
  readonly section: Locator;
  readonly header: Locator;
  readonly composer: Locator;
  /** The messages that hold this text, with what stands below them. */
  message(text: string): Locator;
  /** Types into the editor and sends with Enter. */
  write(text: string): Promise<void>;
}

export function chatWith(page: Page, peer: string): Chat {
  const section = page.getByRole('region', { name: `Chat with ${peer}`, exact: true });
  const composer = section.getByRole('textbox', { name: `Message to ${peer}` });
  return {
    section,
    header: section.getByRole('heading', { level: 1 }).locator('xpath=ancestor::header'),
    composer,
    // By the attribute: a list inside a formatted message has items of its own.
    message: (text) => section.locator('[role="listitem"]').filter({ hasText: text }),
    write: async (text) => {
      await composer.fill(text);
      await composer.press('Enter');
    },
  };
}

/** A chat in a list: a link that begins with the name of the other. */
export function chatLink(list: Locator, peer: string): Locator {
  return list.getByRole('link', { name: new RegExp(`^${peer}\\b`) });
}
