import type { Locator, Page } from 'playwright-core';
import { type Chat, chatLink, chatWith, isNarrow, leaveChat } from './chat.ts';

type Roster = 'My group' | 'Directory';

/** The agent console. */
export interface Console {
  readonly page: Page;
  readonly agentChats: Locator;
  readonly expertChats: Locator;
  readonly contacts: Locator;
  readonly status: Locator;
  tab(roster: Roster): Locator;
  /** An entry of the roster that is open. */
  entry(name: string, kind: 'office' | 'agent'): Locator;
  agentLink(peer: string): Locator;
  expertLink(peer: string): Locator;
  chat(peer: string): Chat;
  /** To the lists of chats, which a phone does not show beside anything else. */
  toChats(): Promise<void>;
  /** To the contacts, in the same way. */
  toContacts(): Promise<void>;
  /** Opens a roster, and the chat with one of its entries. */
  start(roster: Roster, name: string, kind: 'office' | 'agent'): Promise<Chat>;
  setStatus(status: string): Promise<void>;
  /** Ends the open agent chat, and confirms it. */
  end(peer: string): Promise<void>;
  logOut(): Promise<void>;
}

export function consoleOf({ page }: { readonly page: Page }): Console {
  const agentChats = page.getByRole('list', { name: 'Agent chats' });
  const expertChats = page.getByRole('list', { name: 'Expert chats' });
  const contacts = page.getByRole('complementary', { name: 'Contacts' });
  const status = page.getByRole('button', { name: /^Your status/ });
  const tab = (roster: Roster) => contacts.getByRole('tab', { name: roster });
  const entry = (name: string, kind: 'office' | 'agent') =>
    contacts.getByRole('button', { name: `Message ${name} (${kind})` });
  const chat = (peer: string) => chatWith(page, peer);
  const to = async (place: 'Chats' | 'Contacts') => {
    await leaveChat(page);
    if (isNarrow(page)) await page.getByRole('link', { name: place, exact: true }).click();
  };
  return {
    page,
    agentChats,
    expertChats,
    contacts,
    status,
    tab,
    entry,
    agentLink: (peer) => chatLink(agentChats, peer),
    expertLink: (peer) => chatLink(expertChats, peer),
    chat,
    toChats: () => to('Chats'),
    toContacts: () => to('Contacts'),
    start: async (roster, name, kind) => {
      await to('Contacts');
      await tab(roster).click();
      await entry(name, kind).click();
      await chat(name).composer.waitFor();
      return chat(name);
    },
    setStatus: async (wanted) => {
      await leaveChat(page);
      await status.click();
      await page.getByRole('menuitemradio', { name: wanted }).click();
    },
    end: async (peer) => {
      await chat(peer).section.getByRole('button', { name: 'End chat' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click();
    },
    logOut: async () => {
      await leaveChat(page);
      await page.getByRole('button', { name: /^Your account/ }).click();
      await page.getByRole('menuitem', { name: 'Log out' }).click();
      await page.getByRole('form', { name: 'Log in' }).waitFor();
    },
  };
}
