import type { ConversationId } from '@tieline/protocol';
import { partsOf } from '@tieline/text';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Page } from 'playwright-core';
import { golden as all } from '../../packages/server/src/content/rich-text/golden.fixture.ts';
import { type Ground, type GroundKeeper, openGround } from './ground.ts';
import { readRows, readShown, type Shown } from './rows.ts';
import { sendAll, type Stored } from './sending.ts';
import { noFindings } from './watch.ts';

/** Those with images need images that are there: one of these comes last. */
const golden = all.filter(({ html }) => !html?.includes('<img'));

let keeper: GroundKeeper;
let ground: Ground;
let slug: string;
let chat: ConversationId;
let stored: readonly Stored[];
beforeAll(async () => {
  keeper = await openGround(inject('databaseUrl'));
  ground = keeper.ground();
  const house = await ground.company({ cast: { ada: { agent: {} }, erik: { office: {} } } });
  slug = house.slug;
  const [ada, erik] = [await house.join('ada', 'console'), await house.join('erik', 'office')];
  chat = (await ada.open(erik.seat)).id;
  const sources = golden.map(({ source }) => source);
  ({ stored } = await sendAll(ada, chat, sources, (html) => ({ kind: 'rich', html })));
});
afterAll(() => keeper.close());

/** A chat with all fifty, open on the screen. */
async function openChat(side: 'office' | 'console', part: string): Promise<{ page: Page; rows: Shown[] }> {
  const page = await ground.enter(slug, side === 'office' ? 'erik' : 'ada', side);
  await page.locator(`[data-conversation="${chat}"]`).click();
  const rows = '[data-testid="timeline"] [data-item-index]';
  return { page, rows: await readRows(page, { rows, part, count: golden.length, from: 'bottom' }) };
}

function escaped(text: string): string {
  const written = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return written.replaceAll('\u00a0', '&nbsp;').replaceAll('\n', '<br>');
}

/** Plain text as HTML, with its lines and addresses. */
function asHtml(text: string): string {
  const link = (href: string) =>
    `<a href="${escaped(href)}" rel="noopener noreferrer nofollow" target="_blank">`;
  return partsOf(text)
    .map((part) => (part.href === null ? escaped(part.text) : `${link(part.href)}${escaped(part.text)}</a>`))
    .join('');
}

/**
 * The console writes the attributes of a link anew, and so in another order; it keeps code from being translated, and
 * lets blocks with a sign run as their first letter does.
 */
function inOneOrder(html: string): string {
  return html
    .replaceAll(/ (?:translate="no"|dir="auto")/g, '')
    .replace(/<a [^>]*>/g, (tag) => `<a ${(tag.match(/[a-z]+="[^"]*"/g) ?? []).toSorted().join(' ')}>`);
}

it('[CONT-1, CONT-7] what people really write is shown in the console as it is, letter by letter and mark by mark', async () => {
  const { rows } = await openChat('console', '.rich');
  expect(stored).toHaveLength(golden.length);
  expect(rows.map(({ html }) => inOneOrder(html))).toEqual(
    golden.map(({ html, text }) => inOneOrder(html ?? asHtml(text))),
  );
  expect(ground.watch.findings).toEqual(noFindings());
});

it('[CONT-3] and in the office as its text, with a page that shows all of its form', async () => {
  const { page, rows } = await openChat('office', 'p[dir="auto"]:not([translate])');
  expect(rows.map(({ text }) => text)).toEqual(golden.map(({ text }) => text));
  for (const [at, { html }] of golden.entries()) {
    if (html === null) continue;
    await ground.watch.visit(page, `${ground.url}/formatted/${stored[at]?.message.id.replace('.', '/')}`);
    expect(inOneOrder((await readShown(page, 'main')).html)).toBe(inOneOrder(html));
  }
  expect(ground.watch.findings).toEqual(noFindings());
});
