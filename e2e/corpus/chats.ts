import type { ConversationId } from '@tieline/protocol';
import type { CastMember } from '@tieline/testkit';
import { isBlank } from '@tieline/text';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import type { Ground } from './ground.ts';
import { acceptAll, packed, withoutIsolates } from './names.ts';
import type { Place } from './place.ts';

/** What an open chat shows around its messages. */
interface ChatShown {
  readonly heading: string;
  /** The accessible name of the field to write in. */
  readonly label: string;
  /** Who wrote the first message on the screen; empty where there is none. */
  readonly author: string;
  /** What stands in the field to write in. */
  readonly draft: string;
}

/** Opens each chat of a list by its link. */
async function readChats(page: Page, chats: readonly ConversationId[]): Promise<ChatShown[]> {
  await page.locator(`[data-conversation="${chats.at(-1)}"]`).waitFor();
  return page.evaluate<ChatShown[]>(`(${walkChats})(${JSON.stringify(chats)})`);
}

const walkChats = `async (chats) => {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const find = (selector) => document.querySelector(selector);
  const author = '[data-testid="timeline"] span:has(~ time)';
  const shown = [];
  for (const chat of chats) {
    const before = find('[data-composer]');
    find('[data-conversation="' + chat + '"]').click();
    const isOpen = () => find('[data-composer]') !== before && find(author);
    for (let frames = 0; !isOpen() && frames < 600; frames += 1) await nextFrame();
    const composer = find('[data-composer]');
    shown.push({
      heading: find('section h1').textContent,
      label: composer.getAttribute('aria-label'),
      author: find(author)?.textContent,
      draft: composer.value ?? [...composer.querySelectorAll('p')].map((line) => line.textContent).join('\\n'),
    });
  }
  return shown;
}`;

/** Characters of one name and of one draft: each costs a chat that is opened, so many strings share one. */
const [lettersOfName, lettersOfDraft] = [1500, 3000];

/** Somebody's name in the chat with them: at its head, at their messages, and at the field to write to them. */
export function nameInChat(): Place {
  return {
    name: 'the name of the other in a chat, in the office',
    show: async (ground, strings) => {
      const { names, accepted, refused } = acceptAll('name', strings);
      await showNames(ground, packed(names, lettersOfName));
      return { rendered: accepted, refused };
    },
  };
}

async function showNames({ company, enter }: Ground, names: readonly string[]): Promise<void> {
  const cast = new Map<string, CastMember>([['reader', { office: {} }]]);
  for (const [at, name] of names.entries()) cast.set(`p${at}`, { name, agent: {} });
  const house = await company({ cast: Object.fromEntries(cast) });
  const reader = await house.join('reader', 'office');
  const chats: ConversationId[] = [];
  for (const at of names.keys()) {
    const writer = await house.join(`p${at}`, 'console');
    const { id } = await writer.open(reader.seat);
    await writer.say(id, 'Hello');
    chats.push(id);
  }
  const page = await enter(house.slug, 'reader', 'office');
  const shown = await readChats(page, chats);
  expect(shown.map((one) => ({ ...one, label: withoutIsolates(one.label) }))).toEqual(
    names.map((name) => ({ heading: name, label: `Message to ${name}`, author: name, draft: '' })),
  );
}

type Side = 'office' | 'console';

/** How either side keeps what was typed. */
const draftOf: Record<Side, (text: string) => string> = {
  office: (text) => text,
  console: (text) => JSON.stringify({ type: 'doc', content: text.split('\n').map(paragraphOf) }),
};

/** A line with a link that no editor of ours would have made. */
function paragraphOf(text: string) {
  const marks = [{ type: 'link', attrs: { href: text, target: '_blank' } }];
  return { type: 'paragraph', content: text === '' ? [] : [{ type: 'text', text, marks }] };
}

/** A field to write in knows one end of a line. */
function asTyped(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** What was typed and not sent, as another program may have left it in the storage of the browser. */
export function draft(side: Side): Place {
  return {
    name: `a restored draft, in the ${side}`,
    show: async (ground, strings) => {
      const drafts = strings.filter((text) => !isBlank(text));
      await showDrafts(ground, side, packed(drafts.map(asTyped), lettersOfDraft, '\n'));
      return { rendered: drafts.length, refused: strings.length - drafts.length };
    },
  };
}

async function showDrafts(
  { company, enter, watch, url }: Ground,
  side: Side,
  drafts: readonly string[],
): Promise<void> {
  const cast = new Map<string, CastMember>([['reader', side === 'office' ? { office: {} } : { agent: {} }]]);
  for (const at of drafts.keys()) cast.set(`p${at}`, { office: {} });
  const house = await company({ cast: Object.fromEntries(cast) });
  const reader = await house.join('reader', side);
  const kept: Record<string, string> = {};
  const chats: ConversationId[] = [];
  for (const [at, text] of drafts.entries()) {
    const { id } = await reader.open(await reader.find(side === 'office' ? 'office' : 'directory', `P${at}`));
    await reader.say(id, 'Hello');
    chats.push(id);
    kept[`tieline.draft.${reader.seat}.${id}`] = draftOf[side](text);
  }
  const page = await enter(house.slug, 'reader', side);
  await page.evaluate(`Object.assign(localStorage, ${JSON.stringify(kept)})`);
  await watch.visit(page, `${url}/${side}/`);
  const shown = await readChats(page, chats);
  expect(shown.map((one) => one.draft)).toEqual(drafts);
}
