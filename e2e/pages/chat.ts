import type { Locator, Page } from 'playwright-core';

/** An open chat, on either side. */
export interface Chat {
  readonly section: Locator;
  readonly header: Locator;
  readonly composer: Locator;
  /** The messages that hold this text, with what stands below them. */
  message(text: string): Locator;
  /** Sends what stands in the editor: with Enter, on a phone with the button. */
  send(): Promise<void>;
  /** Types into the editor and sends. */
  write(text: string): Promise<void>;
}

/** Whether the window is as narrow as a phone: lists, contacts and a chat take turns there. */
export function isNarrow(page: Page): boolean {
  return (page.viewportSize()?.width ?? Infinity) < 768;
}

/** Back from an open chat to its list. On a desktop they stand side by side, and nothing happens. */
export async function leaveChat(page: Page): Promise<void> {
  const isOpen = /\/(chats|archive)\/[^/]+$/.test(new URL(page.url()).pathname);
  if (!isNarrow(page) || !isOpen) return;
  await page.getByRole('link', { name: /^Back to the list/ }).click();
}

export function chatWith(page: Page, peer: string): Chat {
  const section = page.getByRole('region', { name: `Chat with ${peer}`, exact: true });
  const composer = section.getByRole('textbox', { name: `Message to ${peer}` });
  const send = async () => {
    if (isNarrow(page)) await section.getByRole('button', { name: 'Send', exact: true }).click();
    else await composer.press('Enter');
  };
  return {
    section,
    header: section.getByRole('heading', { level: 1 }).locator('xpath=ancestor::header'),
    composer,
    // By the attribute: a list inside a formatted message has items of its own.
    message: (text) => section.locator('[role="listitem"]').filter({ hasText: text }),
    send,
    write: async (text) => {
      await composer.fill(text);
      await send();
    },
  };
}

/** A chat in a list: a link that begins with the name of the other. */
export function chatLink(list: Locator, peer: string): Locator {
  return list.getByRole('link', { name: new RegExp(`^${peer}\\b`) });
}
