import type { CompanyChange, FieldChange, FieldValue, UnmanagedPerson } from '../store/company-records.ts';
import { type FileError, shown } from './file-error.ts';
import { originWords } from './plan-unmanaged.ts';

/** More than a person reads at a time. */
const mostErrors = 200;

/** `harbor.yaml:12:5: what is wrong`, one line for each error. */
export function printErrors(path: string, errors: readonly FileError[]): string {
  const lines = errors.slice(0, mostErrors).map(({ place, sentence }) => {
    const where = place ? `:${place.line}:${place.column}` : '';
    return `${path}${where}: ${sentence}\n`;
  });
  const more = errors.length - lines.length;
  return `${lines.join('')}${more > 0 ? `${path}: and ${more} errors more\n` : ''}`;
}

const signs = { created: '+', reactivated: '+', changed: '~', deactivated: '-', removed: '-' } as const;

/** A directory may hold thousands of people. */
const mostUnmanaged = 5;

/**
 * What is going to change, or has changed, one line for each: `~ person ada@harbor.example: name "Ada" -> "Ada O."`,
 * who is left alone, and the sum in the last line. Never a password or a hash.
 */
export function printPlan(
  changes: readonly CompanyChange[],
  unmanaged: readonly UnmanagedPerson[],
  state: 'dry-run' | 'applied',
): string {
  const others = unmanagedLines(unmanaged);
  if (changes.length === 0)
    return [...others, 'Nothing to change: the company is as the file says.\n'].join('\n');
  const sum = (Object.keys(signs) as (keyof typeof signs)[])
    .map((act) => ({ act, count: changes.filter((change) => change.act === act).length }))
    .filter(({ count }) => count > 0)
    .map(({ act, count }) => `${count} ${act}`)
    .join(', ');
  const end = state === 'dry-run' ? 'Dry run: nothing was written.' : 'Written.';
  return `${[...changes.flatMap(linesOf), ...others].join('\n')}\n\n${sum}. ${end}\n`;
}

function unmanagedLines(unmanaged: readonly UnmanagedPerson[]): string[] {
  return (['directory', 'invitation'] as const).flatMap((origin) => {
    const emails = unmanaged.filter((person) => person.origin === origin).map(({ email }) => email);
    if (emails.length === 0) return [];
    const more = emails.length - mostUnmanaged;
    const names = [...emails.slice(0, mostUnmanaged), ...(more > 0 ? [`and ${more} more`] : [])];
    return [`= left alone, from ${originWords[origin]}: ${names.join(', ')}`];
  });
}

function linesOf(change: CompanyChange): string[] {
  const begin = `${signs[change.act]} ${change.what} ${change.name}`;
  if (change.act === 'changed') return change.fields.map((field) => `${begin}: ${printField(field)}`);
  const fields = change.act === 'created' ? change.fields.filter(isTelling) : change.fields;
  const told = fields.map(change.act === 'created' ? printNew : printField).join(', ');
  return [`${begin} ${change.act}${told === '' ? '' : `: ${told}`}`];
}

/** Of something new only the fields are printed that have a value. */
function isTelling({ to }: FieldChange): boolean {
  return to !== '' && to !== false && to !== 'inherit' && !(typeof to === 'object' && to?.length === 0);
}

function printNew({ field, to }: FieldChange): string {
  return to === null || to === true ? field : `${field} ${printValue(to)}`;
}

function printField({ field, from, to }: FieldChange): string {
  if (to === null) return `${field} changed`;
  return `${field} ${printValue(from)} -> ${printValue(to)}`;
}

function printValue(value: FieldValue | null): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.map(shown).join(' ');
  return typeof value === 'number' ? String(value) : shown(value);
}
