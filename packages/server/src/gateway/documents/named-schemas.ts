import * as protocol from '@tieline/protocol';
import type { TSchema } from 'typebox';

/** Names for schemas that are parts of others and not exported by themselves. */
const innerSchemas = {
  ErrorCode: protocol.WireError.properties.code,
  RefusalCode: protocol.Refusal.properties.code,
} satisfies Record<string, TSchema>;

const byIdentity = new Map<unknown, string>();
const byContent = new Map<string, string | null>();
for (const [name, schema] of Object.entries({ ...protocol, ...innerSchemas })) {
  if (!isSchema(name, schema)) continue;
  byIdentity.set(schema, name);
  const content = JSON.stringify(schema);
  // Null: several schemas have this content, such as the ids, so only the object tells them apart.
  byContent.set(content, byContent.has(content) ? null : name);
}

/** Schemas are the exports that begin with a capital letter and have a type, or a choice of types. */
function isSchema(name: string, value: unknown): value is TSchema {
  const isObject = typeof value === 'object' && value !== null;
  return /^[A-Z]/.test(name) && isObject && ('type' in value || 'anyOf' in value);
}

/** By content as well, as the schema library copies what it marks as optional. */
function nameOf(schema: object): string | null {
  return byIdentity.get(schema) ?? byContent.get(JSON.stringify(schema)) ?? null;
}

export interface NamedSchemas {
  /** The schema with the names of the contract in it, as references. */
  refer(schema: TSchema): object;
  /** Every schema that was referred to, by its name. */
  definitions(): Record<string, object>;
}

/** The schemas of one document, in which each schema with a name in the contract is defined once. */
export function createNamedSchemas(): NamedSchemas {
  const definitions = new Map<string, object>();

  function refer(schema: object): object {
    const name = nameOf(schema);
    if (name === null) return referInside(schema);
    if (!definitions.has(name)) {
      // Defined before its parts are read, as they may refer back to it.
      definitions.set(name, {});
      definitions.set(name, referInside(schema));
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  function referInside(schema: object): object {
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, referPart(value)]));
  }

  function referPart(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(referPart);
    return typeof value === 'object' && value !== null ? refer(value) : value;
  }

  return {
    refer,
    definitions: () =>
      Object.fromEntries([...definitions].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
}
