import type { ConversationId, FileId } from '@tieline/protocol';
import { type CastMember, type Line, upload } from '@tieline/testkit';
import { expect } from 'vitest';
import { packed } from './names.ts';
import type { Place } from './place.ts';
import { readRows, strangersIn } from './rows.ts';
import { sendAll, type Stored } from './sending.ts';

type Side = 'office' | 'console';

/** Where either side has the name of a file. */
const partOf: Record<Side, string> = {
  office: 'a[download] [dir="auto"]',
  console: 'a[download][dir="auto"]',
};

/** What the screen itself puts around a name: the office cuts a long one in the middle. */
const known: Record<Side, ReadonlySet<string>> = {
  office: new Set(['span', 'span class']),
  console: new Set(),
};

/** Characters of one name, less than a file keeps: each costs an upload, and a chat has only so many on the screen. */
const lettersOfName = 150;

/** CONT-5, CONT-6: the name of a file, as the server keeps it. */
export function fileName(readers: Side): Place {
  return {
    name: `the name of a file, in the ${readers}`,
    show: async ({ company, enter }, strings) => {
      // A name with a NUL is refused, as the form of the request is not right.
      const names = strings.filter((text) => text.trim() !== '' && !text.includes('\0'));
      const batches = batchesOf(packed(names, lettersOfName));
      const cast = new Map<string, CastMember>([['reader', memberOf[readers]]]);
      for (const at of batches.keys()) cast.set(`p${at}`, { office: {} });
      const house = await company({ cast: Object.fromEntries(cast) });
      const reader = await house.join('reader', readers);
      const chats: {
        readonly id: ConversationId;
        readonly peer: string;
        readonly stored: readonly Stored[];
      }[] = [];
      for (const [at, batch] of batches.entries()) {
        const writer = await house.join(`p${at}`, 'office');
        const { id } = await writer.open(reader.seat);
        const files = await uploadAll(writer, id, batch);
        const sent = await sendAll(writer, id, files, (file) => ({ kind: 'file', file: file as FileId }));
        chats.push({ id, peer: `P${at}`, stored: sent.stored });
      }
      const page = await enter(house.slug, 'reader', readers);
      for (const { id, peer, stored } of chats) {
        await page.locator(`[data-conversation="${id}"]`).click();
        const list = `[aria-label="Chat with ${peer}"] [data-item-index]`;
        const from = { rows: list, part: partOf[readers], count: stored.length, from: 'bottom' } as const;
        const rows = await readRows(page, from);
        expect(rows.map(({ text }) => text)).toEqual(stored.map(({ message }) => message.file?.name));
        expect(strangersIn(rows, known[readers])).toEqual([]);
      }
      return { rendered: names.length, refused: strings.length - names.length };
    },
  };
}

const memberOf = { office: { office: {} }, console: { agent: {} } } as const;

/** As many as a reader is given at once, and fewer than a seat may have lying about, not sent. */
const mostAtOnce = 100;

function batchesOf(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / mostAtOnce);
  return Array.from({ length: count }, (_, at) => names.slice(at * mostAtOnce, (at + 1) * mostAtOnce));
}

/** A small document under each of these names, one after the other. */
async function uploadAll(line: Line, conversation: Parameters<Line['say']>[0], names: readonly string[]) {
  const ids: string[] = [];
  for (const name of names)
    ids.push(await upload(line.device, { conversation, name, bytes: new TextEncoder().encode('Hello') }));
  return ids;
}
