import { isBlank } from '@tieline/text';
import { expect } from 'vitest';
import type { Ground } from './ground.ts';
import { packed, withoutIsolates } from './names.ts';
import type { Place } from './place.ts';

/** Characters that a search field takes. */
const longest = 100;

/** Search fields: what is typed goes to the server and is said again where nobody matches. Each side takes its turn. */
export function search(): Place {
  return {
    name: 'a search, in the office and in the console',
    show: async (ground, strings) => {
      // A field of one line drops the ends of lines, and half a letter becomes a sign for it.
      const lines = strings.map((text) =>
        text
          .replace(/[\r\n]/g, '')
          // No name has one, so it is not looked for.
          .replaceAll('\0', '')
          .trim()
          .slice(0, longest)
          .trim(),
      );
      // What cannot be seen asks for nobody in particular.
      const typed = lines.filter((text) => !isBlank(text)).map((text) => text.toWellFormed());
      const packs = packed(typed, longest);
      for (const [turn, side] of sides.entries()) {
        const own = packs.filter((_, at) => at % sides.length === turn);
        const said = (await searchFor(ground, side, own)).map(withoutIsolates);
        expect(said).toEqual(own.map((text) => `Nobody matches “${withoutIsolates(text)}”.`));
      }
      return { rendered: typed.length, refused: strings.length - typed.length };
    },
  };
}

const sides = ['office', 'console'] as const;
type Side = (typeof sides)[number];

async function searchFor({ company, enter, watch }: Ground, side: Side, texts: readonly string[]) {
  const { slug } = await company({ cast: { ada: { agent: {} }, erik: { office: {} } } });
  const opened = await watch.open();
  // Else each text would wait for the pause in which the field waits for more.
  await opened.clock.install();
  const page = await enter(slug, side === 'office' ? 'erik' : 'ada', side, opened);
  if (side === 'office') await page.getByRole('link', { name: /^People/ }).click();
  else await page.getByRole('tab', { name: 'Directory' }).click();
  const field = page.getByRole('searchbox');
  const answers: string[] = [];
  for (const text of texts) {
    await field.fill(text);
    await page.clock.runFor(200);
    answers.push((await page.getByText('Nobody matches').textContent()) ?? '');
  }
  return answers;
}
