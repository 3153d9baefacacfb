import type { FieldChange, FieldValue } from '../store/company-records.ts';

/** What can change about one thing, by the name that is printed. */
export type Fields = Readonly<Record<string, FieldValue>>;

/** The fields that differ; for something new, all of them. */
export function compareFields(before: Fields | null, after: Fields): FieldChange[] {
  return Object.entries(after).flatMap(([field, to]) => {
    const from = before?.[field] ?? null;
    return isSame(from, to) ? [] : [{ field, from, to }];
  });
}

function isSame(one: FieldValue | null, other: FieldValue): boolean {
  if (one === null || typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
