import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

type Json = Record<string, unknown>;

/** A document of the server, read by somebody who believes nothing else: what it does not name may not be sent. */
export interface Document {
  readonly whole: Json;
  /** What is wrong with a value by this schema; null: nothing. A field without a name in it is wrong. */
  problem(schema: unknown, value: unknown): string | null;
}

export function readDocument(whole: Json): Document {
  const checks = new Map<unknown, ReturnType<typeof Compile>>();
  const checkOf = (schema: unknown): ReturnType<typeof Compile> => {
    const check = checks.get(schema) ?? Compile(closed(whole, schema) as TSchema);
    checks.set(schema, check);
    return check;
  };
  return {
    whole,
    problem: (schema, value) => {
      const check = checkOf(schema);
      if (check.Check(value)) return null;
      const [first] = check.Errors(value);
      return `${first?.instancePath ?? ''} ${first?.message ?? ''} in ${JSON.stringify(value).slice(0, 300)}`;
    },
  };
}

/** The value at a pointer such as `#/components/schemas/Stored`. */
export function at(whole: Json, pointer: string): unknown {
  const parts = pointer.slice(2).split('/');
  const found = parts.reduce<unknown>((value, part) => (value as Json | undefined)?.[part], whole);
  if (found === undefined) throw new Error(`The document has no ${pointer}`);
  return found;
}

/** The schema with everything that it refers to in it, and no room for a field that it does not name. */
function closed(whole: Json, schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((part) => closed(whole, part));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, ...own } = schema as Json;
  if (typeof $ref === 'string') return closed(whole, at(whole, $ref));
  const parts = Object.entries(own).map(([key, value]) => [key, closed(whole, value)] as const);
  const isOpen = 'properties' in own && !('additionalProperties' in own);
  return { ...Object.fromEntries(parts), ...(isOpen ? { additionalProperties: false } : {}) };
}
