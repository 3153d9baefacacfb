import * as protocol from '@tieline/protocol';
import type { TSchema } from 'typebox';

/** Names of schemas that stand inside of others and are not exported by themselves. */
const inner = {
  ErrorCode: protocol.WireError.properties.code,
  RefusalCode: protocol.Refusal.properties.code,
} satisfies Record<string, TSchema>;

const byIdentity = new Map<unknown, string>();
const byContent = new Map<string, string | null>();
for (const [name, schema] of Object.entries({ ...protocol, ...inner })) {
  if (!isSchema(name, schema)) continue;
  byIdentity.set(schema, name);
  const content = JSON.stringify(schema);
  // Ids of different things look alike: there the object itself has to tell.
  byContent.set(content, byContent.has(content) ? null : name);
}

/** Schemas are the exports that begin with a capital and hold a type, or a choice of types. */
function isSchema(name: string, value: unknown): value is TSchema {
  const isObject = typeof value === 'object' && value !== null;
  return /^[A-Z]/.test(name) && isObject && ('type' in value || 'anyOf' in value);
}

/** A library makes a copy of what it marks as optional, so what is not the same object may still say the same. */
function nameOf(schema: object): string | null {
  return byIdentity.get(schema) ?? byContent.get(JSON.stringify(schema)) ?? null;
}

export interface NamedSchemas {
  /** The schema with the names of the contract in it, as references. */
  refer(schema: TSchema): object;
  /** Every schema that was referred to so far, by its name. */
  definitions(): Record<string, object>;
}

/** The schemas of one document: each that has a name in the contract stands in it once. */
export function createNamedSchemas(): NamedSchemas {
  const definitions = new Map<string, object>();

  function refer(schema: object): object {
    const name = nameOf(schema);
    if (name === null) return within(schema);
    if (!definitions.has(name)) {
      // In its place before what is in it is looked at.
      definitions.set(name, {});
      definitions.set(name, within(schema));
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  function within(schema: object): object {
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, part(value)]));
  }

  function part(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(part);
    return typeof value === 'object' && value !== null ? refer(value) : value;
  }

  return {
    refer,
    definitions: () =>
      Object.fromEntries([...definitions].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
}
