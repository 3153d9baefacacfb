import { expect } from 'vitest';
import { acceptAll, packed, withoutIsolates } from './names.ts';
import type { Place } from './place.ts';

/** Characters of one name: far more than a company file takes, as each name costs two pages. */
const lettersOfName = 3000;

/** Who is signed in already is greeted on the log-in page, and named in the menu of the account. */
export function account(): Place {
  return {
    name: 'the name of a person and of a company, on the log-in page and in the menu of the account',
    show: async ({ company, enter, watch, url }, strings) => {
      const { names, accepted, refused } = acceptAll('company', strings);
      for (const name of packed(names, lettersOfName)) {
        const { slug } = await company({ name, cast: { noor: { name, office: {} } } });
        const page = await enter(slug, 'noor', 'office');
        await page.getByRole('button', { name: /^Your status and settings/ }).click();
        const line = page.getByText(`noor@${slug}.example`).locator('..');
        await line.waitFor();
        expect((await line.locator('p').allTextContents()).map(withoutIsolates)).toEqual([
          name,
          `${name} · noor@${slug}.example`,
        ]);
        await watch.visit(page, `${url}/`);
        const greeting = page
          .getByRole('region', { name: 'You are logged in' })
          .locator('a span span')
          .last();
        expect(withoutIsolates((await greeting.textContent()) ?? '')).toBe(`${name}, ${name}`);
        await page.context().close();
      }
      return { rendered: accepted, refused };
    },
  };
}
