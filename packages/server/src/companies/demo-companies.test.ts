import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type CompanyFile, parseCompanyFile } from './company-file.ts';
import { loadCompanyFile } from './load-company-file.ts';

const folder = fileURLToPath(new URL('../../demo/', import.meta.url));

async function demo(slug: string): Promise<CompanyFile> {
  const answer = await loadCompanyFile(`${folder}${slug}.yaml`);
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.file;
}

/** `office, agent of Support` for each person, by the first name that the e-mail begins with. */
function licenses({ people }: CompanyFile): Record<string, string> {
  const told = new Map<string, string>();
  for (const { settings, office, agent } of people) {
    const role = agent?.supervisor === true ? 'supervisor' : 'agent';
    const ofAgent = agent ? `${role} of ${agent.groups.join(' and ') || 'no group'}` : null;
    const name = settings.email.split('@')[0] ?? '';
    told.set(name, [office && 'office', ofAgent].filter((side) => side !== null).join(', '));
  }
  return Object.fromEntries(told);
}

it('has four demo companies, named after their files, where everybody has the one password', async () => {
  const files = (await readdir(folder)).toSorted();
  expect(files).toEqual(['harbor.yaml', 'lantern.yaml', 'meadow.yaml', 'quarry.yaml']);
  for (const slug of files.map((file) => file.replace('.yaml', ''))) {
    const { settings, people } = await demo(slug);
    expect(settings.slug).toBe(slug);
    expect(new Set(people.map((person) => JSON.stringify(person.password)))).toEqual(
      new Set([JSON.stringify({ is: 'text', text: 'tieline-demo' })]),
    );
    expect(people.filter((person) => person.settings.administrator)).toHaveLength(1);
  }
});

it('plays harbor in mode 3 of 9.10, with every kind of license', async () => {
  const harbor = await demo('harbor');
  expect(harbor.settings).toMatchObject({ name: 'Harbor Logistics', mode: 3, release: '9.10' });
  expect(licenses(harbor)).toEqual({
    ada: 'agent of Support',
    noor: 'office, agent of Support',
    ben: 'agent of Sales',
    sam: 'office, agent of Sales',
    yuki: 'agent of Night Desk and Support',
    thandiwe: 'agent of Sales',
    grace: 'supervisor of Support',
    rafael: 'office, supervisor of no group',
    erik: 'office',
    mei: 'office',
    olivia: 'office',
    priya: 'office',
    luc: 'office',
    hanna: 'office',
  });
});

it('plays quarry in mode 3 of 9.9, meadow in mode 2, and lantern with the preset of today', async () => {
  const [quarry, meadow, lantern] = [await demo('quarry'), await demo('meadow'), await demo('lantern')];
  expect(lantern.settings).toMatchObject({ mode: 3, release: '9.10', preset: 'today' });
  expect(quarry.settings).toMatchObject({ mode: 3, release: '9.9' });
  expect(meadow.settings).toMatchObject({ mode: 2, release: '9.10' });
  expect(licenses(meadow)).toMatchObject({ tom: 'agent of Farm Shop', ida: 'office' });
});

it('shows a file in the docs that is one, with every key', async () => {
  const docs = await readFile(new URL('../../../../docs/company-files.md', import.meta.url), 'utf8');
  const example = /```yaml\n(.*?)```/s.exec(docs)?.[1] ?? '';
  const answer = parseCompanyFile(example);
  expect(answer).toMatchObject({ ok: true });
  const keys = new Set([...docs.matchAll(/^\| `([a-z_-]+)`/gm)].map(([, key]) => key));
  expect(keys.size).toBeGreaterThan(15);
  for (const key of keys) expect(example).toMatch(new RegExp(`^[ -]*${key}:`, 'm'));
});
