import { type ErrorCode, errorTable } from '@tieline/protocol';

/** Operations by path and method. */
export type Paths = Record<string, Record<string, object>>;

export const text = { type: 'string' } as const;
export const bytes = { type: 'integer', minimum: 0 } as const;
export const html = { 'text/html': { schema: text } };
export const anyBytes = { '*/*': { schema: { type: 'string', format: 'binary' } } };
export const picture = { 'image/webp': { schema: { type: 'string', format: 'binary' } } };
export const header = (description: string, schema: object = text): object => ({ description, schema });
export const location = { Location: { ...header('Where it is'), required: true } };

export const inPath = (name: string, schema: object, example: string | number): object => ({
  name,
  in: 'path',
  required: true,
  schema,
  example,
});
export const inHeader = (
  name: string,
  description: string,
  required: boolean,
  example: string,
  schema: object = text,
) => ({
  name,
  in: 'header',
  required,
  description,
  schema,
  example,
});

export type Errors = (...codes: ErrorCode[]) => Record<string, object>;
export type Named = (name: string) => object;

/** Errors that every operation may answer. */
export const commonErrors = ['too-many-requests', 'internal', 'unavailable'] as const;

/** Errors without a body, as the answers to HEAD are. */
export function bodilessErrors(statuses: readonly number[]): Record<string, object> {
  const codes = Object.entries(errorTable);
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description:
          codes.find(([, row]) => row.status === status)?.[1].sentence ?? 'Tus-Resumable is missing.',
      },
    ]),
  );
}
