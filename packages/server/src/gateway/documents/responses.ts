import { type ErrorCode, errorTable, wireError, WireError } from '@tieline/protocol';
import type { TSchema } from 'typebox';
import type { NamedSchemas } from './named-schemas.ts';
import { refusal } from './sample-company.ts';

/** Answers by their status. */
export type Responses = Record<string, object>;

export function jsonContent(schemas: NamedSchemas, schema: TSchema, example: unknown): object {
  return { 'application/json': { schema: schemas.refer(schema), example } };
}

/** The answers of errors, those of a status together: `code` tells them apart. */
export function errorResponses(schemas: NamedSchemas, codes: Iterable<ErrorCode>): Responses {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    const { status } = errorTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const statuses = [...byStatus].toSorted(([one], [other]) => one - other);
  return Object.fromEntries(
    statuses.map(([status, these]) => [String(status), errorResponse(schemas, these)]),
  );
}

function errorResponse(schemas: NamedSchemas, codes: readonly ErrorCode[]): object {
  const examples = codes.map((code): [string, object] => [
    code,
    { value: wireError(code, { problem: problemOf(code), refusal }) },
  ]);
  return {
    description: codes.map((code) => `\`${code}\`: ${errorTable[code].sentence}`).join('\n\n'),
    content: {
      'application/json': {
        schema: schemas.refer(WireError),
        examples: Object.fromEntries<object>(examples),
      },
    },
  };
}

function problemOf(code: ErrorCode): string {
  switch (code) {
    case 'text-too-long':
      return 'A message has at most 16384 bytes';
    case 'file-too-large':
      return 'A file has at most 104857600 bytes here';
    default:
      return 'limit: must be <= 100';
  }
}
