import { createHash } from 'node:crypto';
import { hashPassword, type PasswordCost, verifyPassword } from '../credentials/passwords.ts';
import type { CompanyState } from '../store/company-records.ts';
import type { CompanyFile } from './company-file.ts';
import type { FilePerson } from './person-entry.ts';

/** As many hashes as Node has threads for at once: more would only take memory. */
const atOnce = 4;

/** The people of the file whose password, or hash, is not the one that is stored; by e-mail. */
export async function findNewPasswords(
  before: CompanyState | null,
  file: CompanyFile,
): Promise<ReadonlySet<string>> {
  const stored = new Map(before?.people.map((person) => [person.settings.email, person]));
  const found = await inTurns(file.people, async ({ settings, password }) => {
    const person = stored.get(settings.email);
    if (password.is === 'none') return [];
    if (person === undefined) return [settings.email];
    const same =
      password.is === 'hash'
        ? fingerprintOf(password.hash) === person.givenHash
        : await verifyPassword(person.passwordHash, password.text);
    return same ? [] : [settings.email];
  });
  return new Set(found.flat());
}

function fingerprintOf(hash: string): string {
  return createHash('sha256').update(hash).digest('hex');
}

/** What is to be stored for those people; by e-mail. */
export async function hashNewPasswords(
  file: CompanyFile,
  emails: ReadonlySet<string>,
  cost?: PasswordCost,
): Promise<ReadonlyMap<string, string>> {
  const hashes = await inTurns(file.people, async ({ settings, password }: FilePerson) => {
    if (!emails.has(settings.email) || password.is === 'none') return [];
    const hash = password.is === 'hash' ? password.hash : await hashPassword(password.text, cost);
    return [[settings.email, hash] as const];
  });
  return new Map(hashes.flat());
}

/** Works on a few items at once; the results are in the order of the items. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const turn = async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
  return results;
}
