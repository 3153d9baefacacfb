import { parseCompanyFile } from '@tieline/server';

/** A text that a company file has for somebody or something. */
export type Field = 'name' | 'title' | 'department' | 'group' | 'company';

/** As a company file keeps it; null where the file is refused with a sentence. */
export function acceptedAs(field: Field, text: string): string | null {
  const person = {
    email: 'p@c.example',
    name: field === 'name' ? text : 'Person',
    department: field === 'department' ? text : 'Department',
    agent: { title: field === 'title' ? text : 'Title', groups: ['Group'] },
  };
  const groups = [{ name: field === 'group' ? text : 'Group' }];
  if (field === 'group') person.agent.groups = [text];
  const name = field === 'company' ? text : 'Company';
  // JSON is YAML.
  const answer = parseCompanyFile(
    JSON.stringify({ company: { slug: 'c1', name, mode: 3, release: '9.10' }, groups, people: [person] }),
  );
  if (!answer.ok) {
    if (answer.errors.some(({ sentence }) => sentence === '')) throw new Error(`No reason: ${text}`);
    return null;
  }
  const { settings, agent } = answer.file.people[0] ?? {};
  const kept = { ...settings, ...agent, group: agent?.groups[0], company: answer.file.settings.name };
  return kept[field] ?? null;
}

export interface Accepted {
  /** As they are kept, each once. */
  readonly names: readonly string[];
  /** How many strings these are. */
  readonly accepted: number;
  readonly refused: number;
}

/** A text without the signs that keep its direction to itself, which the screens put around a name in a sentence. */
export function withoutIsolates(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '');
}

/** What a company file takes of these; names that differ only in case count as the same. */
export function acceptAll(field: Field, strings: readonly string[]): Accepted {
  const kept = strings.map((text) => acceptedAs(field, text)).filter((name) => name !== null);
  const once = new Map(kept.map((name) => [name.toLowerCase(), name]));
  return { names: [...once.values()], accepted: kept.length, refused: strings.length - kept.length };
}

/** Put together into few texts of about `most` characters each, in their order: where each text costs a page. */
export function packed(texts: readonly string[], most: number, between = ' '): string[] {
  const packs: string[] = [];
  for (const text of texts) {
    const last = packs.at(-1);
    const isRoom = last !== undefined && last.length + between.length + text.length <= most;
    if (isRoom) packs.splice(-1, 1, last + between + text);
    else packs.push(text);
  }
  return packs;
}
