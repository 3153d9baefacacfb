import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';

export type Checked<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };
export type Check<Schema extends TSchema> = (value: unknown) => Checked<Static<Schema>>;

/** A check compiled once. Strict: nothing is converted, unknown fields are an error. */
export function compileCheck<const Schema extends TSchema>(schema: Schema): Check<Schema> {
  const validator = Compile(schema);
  return (value) => {
    if (validator.Check(value)) return { ok: true, value: value as Static<Schema> };
    return { ok: false, problem: problemOf(validator.Errors(value)) };
  };
}

/** The same for query strings and paths, whose values arrive as text. */
export function compileTextCheck<const Schema extends TSchema>(schema: Schema): Check<Schema> {
  const check = compileCheck(schema);
  return (value) => check(Value.Convert(schema, value));
}

/** The first thing that is wrong, by the path of its field; never the value, which may be a secret. */
function problemOf(errors: readonly { readonly instancePath: string; readonly message: string }[]): string {
  const first = errors[0];
  if (!first) return 'does not match the schema';
  const field = first.instancePath.slice(1).replaceAll('/', '.');
  return field === '' ? first.message : `${field.slice(0, 100)}: ${first.message}`;
}
