import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { beginningOf } from '@tieline/text';
import { Value } from 'typebox/value';

export type Checked<Input> =
  { readonly ok: true; readonly value: Input } | { readonly ok: false; readonly problem: string };
export type Check<Input> = (value: unknown) => Checked<Input>;

/**
 * Compiles a strict check: nothing is converted, unknown fields are an error. `Input` is the static type of the schema;
 * the caller names it, as inferring it here would cost the compiler seconds for each schema.
 */
export function compileCheck<Input>(schema: TSchema): Check<Input> {
  const validator = Compile(schema);
  return (value) => {
    if (validator.Check(value)) return { ok: true, value: value as Input };
    return { ok: false, problem: problemOf(validator.Errors(firstParts(value))) };
  };
}

/** The same for query strings and paths, whose values arrive as text. */
export function compileTextCheck<Input>(schema: TSchema): Check<Input> {
  const check = compileCheck<Input>(schema);
  return (value) =>
    hasNul(value) ? { ok: false, problem: 'There is no NUL in text' } : check(Value.Convert(schema, value));
}

/** PostgreSQL accepts no NUL: a query with one would be a fault of the database instead of an answer. */
function hasNul(fields: unknown): boolean {
  return Object.values(fields ?? {}).some((field) => typeof field === 'string' && field.includes('\0'));
}

/** Parts of an invalid value that are checked again to find out what is wrong with it. */
const mostParts = 3000;

/** The first parts of a value, as collecting the errors of all of a large one would take long. */
function firstParts(value: unknown): unknown {
  let parts = 0;
  const copy = (part: unknown): unknown => {
    parts += 1;
    if (typeof part !== 'object' || part === null) return part;
    const kept: [string, unknown][] = [];
    for (const key of Object.keys(part)) {
      if (parts >= mostParts) break;
      kept.push([key, copy((part as Record<string, unknown>)[key])]);
    }
    return Array.isArray(part) ? kept.map(([, item]) => item) : Object.fromEntries(kept);
  };
  return copy(value);
}

/** The first thing that is wrong, by the path of its field; never the value, which may be a secret. */
function problemOf(errors: readonly { readonly instancePath: string; readonly message: string }[]): string {
  const first = errors[0];
  if (!first) return 'does not match the schema';
  const field = first.instancePath.slice(1).replaceAll('/', '.');
  return field === '' ? first.message : `${beginningOf(field, 100).text}: ${first.message}`;
}
