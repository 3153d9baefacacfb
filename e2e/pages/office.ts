import type { Locator, Page } from 'playwright-core';
import { type Chat, chatLink, chatWith, leaveChat } from './chat.ts';

/** The office app. */
export interface Office {
  readonly page: Page;
  readonly rail: Locator;
  readonly chats: Locator;
  readonly archive: Locator;
  readonly people: Locator;
  go(place: 'Chats' | 'People' | 'Archive'): Promise<void>;
  /** An entry of the people, by name and side. */
  entry(name: string, kind: 'office' | 'agent'): Locator;
  link(peer: string): Locator;
  chat(peer: string): Chat;
  /** Opens the people, and the chat with one of them. */
  start(name: string, kind: 'office' | 'agent'): Promise<Chat>;
  /** Opens a chat of the list. */
  open(peer: string): Promise<Chat>;
  /** Opens the menu of the status and the account. */
  menu(): Promise<Locator>;
  setStatus(status: string): Promise<void>;
  /** As far as the click on it. */
  logOut(): Promise<void>;
}

export function officeOf({ page }: { readonly page: Page }): Office {
  const rail = page.getByRole('navigation', { name: 'Main' });
  const chats = page.getByRole('list', { name: 'Chats', exact: true });
  const people = page.getByRole('list', { name: 'People' });
  const entry = (name: string, kind: 'office' | 'agent') =>
    people.getByRole('button', { name: `Message ${name} (${kind})` });
  const chat = (peer: string) => chatWith(page, peer);
  const go = async (place: string) => {
    await leaveChat(page);
    await rail.getByRole('link', { name: new RegExp(`^${place}`) }).click();
  };
  const menu = async () => {
    await leaveChat(page);
    await rail.getByRole('button', { name: /^Your status and settings/ }).click();
    const opened = page.getByRole('menu');
    await opened.waitFor();
    return opened;
  };
  return {
    page,
    rail,
    chats,
    archive: page.getByRole('list', { name: 'Archived chats' }),
    people,
    go,
    entry,
    link: (peer) => chatLink(chats, peer),
    chat,
    start: async (name, kind) => {
      await go('People');
      await entry(name, kind).click();
      await chat(name).composer.waitFor();
      return chat(name);
    },
    open: async (peer) => {
      await go('Chats');
      await chatLink(chats, peer).click();
      await chat(peer).section.waitFor();
      return chat(peer);
    },
    menu,
    logOut: async () => {
      const opened = await menu();
      await opened.getByRole('menuitem', { name: 'Log out' }).click();
    },
    setStatus: async (status) => {
      const opened = await menu();
      await opened.getByRole('menuitemradio', { name: status }).click();
      await opened.waitFor({ state: 'detached' });
    },
  };
}
