import type { Locator, Page } from 'playwright-core';

/** Everybody who is in on the morning that is photographed; `noorOffice`: Noor's second window. */
export type Cast = Record<
  'ada' | 'noor' | 'yuki' | 'grace' | 'erik' | 'mei' | 'luc' | 'priya' | 'noorOffice',
  Page
>;

export function composerOf(page: Page | Locator): Locator {
  return page.getByRole('textbox', { name: /^Message to/ });
}

export function messageOf(page: Page, text: string): Locator {
  return page.locator('[role="listitem"]').filter({ hasText: text }).first();
}

export async function write(page: Page, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await composerOf(page).fill(text);
    await composerOf(page).press('Enter');
    await messageOf(page, text).waitFor();
  }
}

function chatWith(page: Page, name: string): Locator {
  return page.getByRole('region', { name: `Chat with ${name}`, exact: true });
}

export async function openChat(page: Page, name: string): Promise<void> {
  await page.locator('[data-conversation]').filter({ hasText: name }).click();
  await chatWith(page, name).waitFor();
}

async function startFromOffice(page: Page, name: string, kind: 'office' | 'agent'): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'People' }).click();
  await page.getByRole('button', { name: `Message ${name} (${kind})` }).click();
  await composerOf(chatWith(page, name)).waitFor();
}

export async function startFromConsole(
  page: Page,
  roster: 'My group' | 'Directory',
  name: string,
  kind: 'office' | 'agent',
): Promise<void> {
  await page.getByRole('tab', { name: roster }).click();
  await page.getByRole('button', { name: `Message ${name} (${kind})` }).click();
  await composerOf(chatWith(page, name)).waitFor();
}

export async function setStatus(page: Page, status: string): Promise<void> {
  await page.getByRole('button', { name: /Your status/ }).click();
  await page.getByRole('menuitemradio', { name: status }).click();
}

/** What people write to each other until the pictures are taken. */
export async function playMorning({ ada, noor, yuki, erik, mei, luc, priya }: Cast): Promise<void> {
  await startFromOffice(luc, 'Noor Haddad', 'agent');
  await write(luc, 'Hi Noor, gate 4 in Antwerp is closed until ten.');
  await openChat(noor, 'Luc Moreau');
  await write(noor, 'Thanks, Luc. I send the two trucks to gate 6.');
  await noor.getByRole('button', { name: /^Your account/ }).click();
  await noor.getByRole('menuitem', { name: 'Log out' }).click();
  await noor.getByRole('form').waitFor();
  await write(luc, 'Gate 4 is open again, earlier than planned.');
  await startFromOffice(priya, 'Erik Solberg', 'office');
  await write(priya, 'Erik, the invoice for the Bergen reefers is approved.');
  await startFromOffice(mei, 'Erik Solberg', 'office');
  await write(mei, 'The Tuesday sailing has room for six more containers.', 'Shall I hold them?');
  await openChat(erik, 'Priya Raman');
  await write(erik, 'Good, then customs can go ahead.');
  await startFromConsole(ada, 'Directory', 'Luc Moreau', 'office');
  await write(ada, 'Is there still cold storage for twelve reefers on Friday?');
  await openChat(luc, 'Ada Okafor');
  await write(luc, 'One moment, I look.');
  await askTheExpert(ada, erik);
  await startFromConsole(yuki, 'My group', 'Ada Okafor', 'agent');
  await write(yuki, 'Who has the hand-over notes of the night?');
  await ada.locator('[data-conversation]').filter({ hasText: 'Yuki Mori' }).waitFor();
}

async function askTheExpert(ada: Page, erik: Page): Promise<void> {
  await startFromConsole(ada, 'Directory', 'Erik Solberg', 'office');
  await writeQuestion(ada);
  await openChat(erik, 'Ada Okafor');
  await write(erik, 'Hi Ada. Frozen loins count as fillets: 0304.87, not 1604.');
  await write(erik, 'The catch certificate travels with them: https://customs.example/catch');
  await write(ada, 'Does the origin change the duty?');
  await write(erik, 'It does. With a proof of origin the reduced rate applies, without one the full rate.');
  await write(ada, 'Then I ask for the proof of origin first. Thank you!');
  await messageOf(erik, 'Thank you!').waitFor();
}

/** Formatted by the keys of the editor. */
async function writeQuestion(page: Page): Promise<void> {
  const { keyboard } = page;
  await composerOf(page).click();
  await keyboard.type('Morning Erik! A customer ships ');
  await keyboard.press('Control+b');
  await keyboard.type('12 reefers of tuna loins');
  await keyboard.press('Control+b');
  await keyboard.type(' to Bergen. Which code is it, 0304 or 1604?');
  await keyboard.press('Shift+Enter');
  await page.getByRole('button', { name: 'Bullet list' }).click();
  for (const line of ['frozen, without skin', 'vacuum packed, 5 kg', 'not cooked']) {
    await keyboard.type(line);
    if (line !== 'not cooked') await keyboard.press('Shift+Enter');
  }
  await keyboard.press('Enter');
  await messageOf(page, 'Morning Erik!').waitFor();
}

/** A chat between agents, as Ada sees it. */
export async function playAgentChat({ ada, grace }: Cast): Promise<void> {
  await startFromConsole(ada, 'My group', 'Grace Lindqvist', 'agent');
  await write(ada, 'Grace, may I promise the customer a call today?');
  await openChat(grace, 'Ada Okafor');
  await write(grace, 'Yes, if Erik agrees on the code.');
  await write(ada, 'He does: 0304.87.');
  await write(grace, 'Then do.');
  await messageOf(ada, 'Then do.').waitFor();
}
