import type { CastMember } from '@tieline/testkit';
import { expect } from 'vitest';
import { acceptAll, type Field, withoutIsolates } from './names.ts';
import type { Place } from './place.ts';
import { readRows, strangersIn } from './rows.ts';

type EntryField = Exclude<Field, 'company'>;

/** The parts of an entry in a roster: its name in the first line, what else there is to know in the second. */
const nameOf = 'button [id] > :first-child > :first-child';
const detailsOf = 'button [id] > :nth-child(2) > :last-child';

const members: Record<EntryField, (text: string) => CastMember> = {
  name: (name) => ({ name, agent: {} }),
  title: (title) => ({ agent: { title } }),
  department: (department) => ({ department, agent: {} }),
  group: (group) => ({ agent: { groups: [group] } }),
};

const rosters = {
  office: { reader: { office: {} }, tab: null, list: 'People' },
  console: { reader: { agent: { supervisor: true } }, tab: 'My group', list: 'My group' },
} as const;

/** SEAT, PRES: a company full of people whose entries say hostile things, as a reader of the roster scrolls by. */
export function entry(field: EntryField, side: keyof typeof rosters): Place {
  const { reader, tab, list } = rosters[side];
  return {
    name: `the ${field} of an entry, in the ${side}`,
    show: async ({ company, enter }, strings) => {
      const { names, accepted, refused } = acceptAll(field, strings);
      const others = names.map((name, at) => [`p${at}`, members[field](name)] as const);
      const { slug } = await company({ cast: { reader, ...Object.fromEntries(others) } });
      const page = await enter(slug, 'reader', side);
      if (tab === null) await page.getByRole('link', { name: /^People/ }).click();
      else await page.getByRole('tab', { name: tab }).click();
      const rows = await readRows(page, {
        rows: `[role="list"][aria-label="${list}"] [data-item-index]`,
        part: field === 'name' ? nameOf : detailsOf,
        count: names.length,
        from: 'top',
      });
      expect(rows.map(({ text }) => withoutIsolates(text)).toSorted()).toEqual(names.toSorted());
      expect(strangersIn(rows, new Set())).toEqual([]);
      return { rendered: accepted, refused };
    },
  };
}
