import type { ConversationId, MessageBody } from '@tieline/protocol';
import type { CastMember } from '@tieline/testkit';
import { expect } from 'vitest';
import { readFormatted } from './formatted.ts';
import type { Ground } from './ground.ts';
import type { Place } from './place.ts';
import { plainParts, readRows, richParts, type Shown, strangersIn } from './rows.ts';
import { sendAll, type Sent, type Stored } from './sending.ts';

type Side = 'office' | 'console';
const memberOf = { office: { office: {} }, console: { agent: { groups: ['Support'] } } } as const;

/** Where either side shows what a message says. */
const partOf = { office: 'p[dir="auto"]:not([translate])', console: '.rich' } as const;

/** As many as a reader is given at once: a chat with more of them would be loaded and measured page by page. */
const messagesOfChat = 100;

interface Shop {
  readonly writers: Side;
  readonly readers: Side;
  readonly bodyOf: (text: string) => MessageBody;
}

interface Chat extends Sent {
  readonly rows: readonly Shown[];
}

/** Chats in which one side writes each string, read by one of the other. */
async function showMessages(ground: Ground, shop: Shop, strings: readonly string[]): Promise<Chat> {
  const { writers, readers, bodyOf } = shop;
  const parts = chunksOf(strings, messagesOfChat);
  const house = await openHouse(ground, shop, parts.length);
  const reader = await house.join('reader', readers);
  const chats: (Sent & { readonly id: ConversationId; readonly peer: string })[] = [];
  for (const [at, part] of parts.entries()) {
    const writer = await house.join(`p${at}`, writers);
    const { id } = await writer.open(reader.seat);
    chats.push({ id, peer: `P${at}`, ...(await sendAll(writer, id, part, bodyOf)) });
  }
  const page = await ground.enter(house.slug, 'reader', readers);
  const rows: Shown[] = [];
  for (const { id, peer, stored } of chats) {
    await page.locator(`[data-conversation="${id}"]`).click();
    rows.push(
      ...(await readRows(page, {
        rows: `[aria-label="Chat with ${peer}"] [data-item-index]`,
        part: partOf[readers],
        count: stored.length,
        from: 'bottom',
      })),
    );
  }
  const stored = chats.flatMap((chat) => chat.stored);
  expect(rows).toHaveLength(stored.length);
  return { rows, stored, refused: strings.length - stored.length };
}

/** A company with one reader and as many writers. */
function openHouse({ company }: Ground, { writers, readers }: Shop, count: number) {
  const cast = new Map<string, CastMember>([['reader', memberOf[readers]]]);
  for (let at = 0; at < count; at += 1) cast.set(`p${at}`, memberOf[writers]);
  return company({ cast: Object.fromEntries(cast) });
}

function chunksOf<Value>(all: readonly Value[], size: number): Value[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, at) => all.slice(at * size, (at + 1) * size));
}

/** CONT-2: what the office writes, shown letter by letter. */
export function plainMessage(readers: Side): Place {
  return {
    name: `a plain message, in the ${readers}`,
    show: async (ground, strings) => {
      const bodyOf = (text: string): MessageBody => ({ kind: 'plain', text });
      const shop: Shop = { writers: 'office', readers, bodyOf };
      const { rows, stored, refused } = await showMessages(ground, shop, strings);
      expect(rows.map(({ text }) => text)).toEqual(stored.map(({ text }) => asStored(text)));
      expect(strangersIn(rows, plainParts)).toEqual([]);
      return { rendered: rows.length, refused };
    },
  };
}

/** Lines end as lines do, and blanks at the end are nobody's. */
function asStored(text: string): string {
  return text.replace(/\r\n?/g, '\n').trimEnd();
}

/** The same hostile HTML by itself, and behind a link that has it for an address. */
const forms = {
  'a rich message': (text: string) => text,
  'a rich message behind a link to it': (text: string) => `<b>bold</b><a href="${text}">link</a>${text}`,
} as const;
type Form = keyof typeof forms;

function shopOf(form: Form, readers: Side): Shop {
  return { writers: 'console', readers, bodyOf: (text) => asRich(forms[form](text)) };
}

/** CONT-1, CONT-3: HTML from anywhere, as an agent's program may send it past the editor. */
export function richMessage(form: Form, readers: Side): Place {
  return {
    name: `${form}, in the ${readers}`,
    show: async (ground, strings) => {
      const { rows, refused } = await showMessages(ground, shopOf(form, readers), strings);
      expect(strangersIn(rows, readers === 'console' ? richParts : plainParts)).toEqual([]);
      return { rendered: rows.length, refused };
    },
  };
}

/** Strings of one formatted page: each page costs the browser a process. */
const stringsOfPage = 25;

/** CONT-3: the page that the office's link leads to, opened by it. What is stored of the strings stands in its blocks. */
export function formattedPage(form: Form): Place {
  return {
    name: `${form}, on its formatted page`,
    show: async (ground, strings) => {
      const shop = shopOf(form, 'office');
      const house = await openHouse(ground, shop, 2);
      const reader = await house.join('reader', 'office');
      const [writer, colleague] = [await house.join('p0', 'console'), await house.join('p1', 'console')];
      const beside = await writer.open(colleague.seat);
      const { stored, refused } = await sendAll(writer, beside.id, strings, shop.bodyOf);
      const { id } = await writer.open(reader.seat);
      const blocks = chunksOf(stored.map(htmlOf), stringsOfPage);
      const pages = await sendAll(
        writer,
        id,
        blocks.map((block) => `<b>bold</b>${block.join('')}`),
        asRich,
      );
      const office = await ground.enter(house.slug, 'reader', 'office');
      await office.locator(`[data-conversation="${id}"]`).click();
      const shown = await readFormatted(ground, office, pages.stored);
      expect(strangersIn(shown, richParts)).toEqual([]);
      // The page says of each list and quote that it runs as its letters do.
      expect(shown.map(({ html }) => html.replaceAll(' dir="auto"', ''))).toEqual(pages.stored.map(htmlOf));
      return { rendered: stored.length, refused };
    },
  };
}

function asRich(html: string): MessageBody {
  return { kind: 'rich', html };
}

function htmlOf({ message }: Stored): string {
  return message.surface === 'console' ? message.html : '';
}
