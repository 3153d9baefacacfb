import { type ErrorCode, errorTable, Liveness, Readiness, subprotocol } from '@tieline/protocol';
import { surfaceHeader } from './json-operations.ts';
import type { NamedSchemas } from './named-schemas.ts';
import { errorResponses, jsonContent } from './responses.ts';
import { chat, file, opaque } from './sample-company.ts';

type Paths = Record<string, Record<string, object>>;

const text = { type: 'string' } as const;
const bytes = { type: 'integer', minimum: 0 } as const;
const html = { 'text/html': { schema: text } };
const anyBytes = { '*/*': { schema: { type: 'string', format: 'binary' } } };
const picture = { 'image/webp': { schema: { type: 'string', format: 'binary' } } };
const header = (description: string, schema: object = text): object => ({ description, schema });
const location = { Location: { ...header('Where it is'), required: true } };

const inPath = (name: string, schema: object, example: string | number): object => ({
  name,
  in: 'path',
  required: true,
  schema,
  example,
});
const inHeader = (
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

/** Uploads, files, pages and health: what is not JSON in and JSON out, and so does not stand in the contract's routes. */
export function otherPaths(schemas: NamedSchemas, prefix: string): Paths {
  const named = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
  const errors = (...codes: ErrorCode[]): Record<string, object> => errorResponses(schemas, codes);
  return {
    ...uploadPaths(prefix, errors, named),
    ...filePaths(errors, named),
    ...formattedPaths(errors, named),
    ...pagePaths(),
    [`${prefix}/socket`]: { get: socketOperation(errors) },
    '/livez': {
      get: {
        ...openOperation('livez', 'Health', 'Whether the process answers'),
        responses: {
          200: { description: 'It does', content: jsonContent(schemas, Liveness, { live: true }) },
        },
      },
    },
    '/readyz': {
      get: {
        ...openOperation('readyz', 'Health', 'Whether the server can do its work, and takes uploads'),
        responses: {
          200: {
            description: 'It can',
            content: jsonContent(schemas, Readiness, { ready: true, uploads: 'open' }),
          },
          503: {
            description: 'It is stopping, or its database is away',
            content: jsonContent(schemas, Readiness, { ready: false, uploads: 'open' }),
          },
        },
      },
    },
    '/openapi.json': { get: documentOperation('openapi', 'This document') },
    '/asyncapi.json': { get: documentOperation('asyncapi', 'What is said over the socket') },
  };
}

type Errors = (...codes: ErrorCode[]) => Record<string, object>;
type Named = (name: string) => object;

function openOperation(operationId: string, tag: string, summary: string): object {
  return { operationId, tags: [tag], summary, security: [] };
}

function documentOperation(name: string, summary: string): object {
  const content = { 'application/json': { schema: { type: 'object', additionalProperties: true } } };
  return {
    ...openOperation(name, 'Documents', summary),
    responses: { 200: { description: 'A document', content } },
  };
}

const tusVersion = inHeader('Tus-Resumable', 'The version of tus', true, '1.0.0', { const: '1.0.0' });
const tusHeaders = { 'Tus-Resumable': header('The version of tus') };
const uploadHeaders = { ...tusHeaders, 'Upload-Offset': header('Bytes that are here', bytes) };

/** The answers of the tus library itself are plain words. */
function withPlainWords(
  responses: Record<string, object>,
  words: Record<number, string>,
): Record<string, object> {
  const all = { ...responses };
  for (const [status, sentence] of Object.entries(words)) {
    const held = all[status] as { description: string; content: object } | undefined;
    all[status] = {
      description: held === undefined ? sentence : `${held.description}\n\n${sentence}`,
      content: { ...held?.content, 'text/plain': { schema: text } },
    };
  }
  return all;
}

function uploadPaths(prefix: string, errors: Errors, named: Named): Paths {
  const always = ['not-signed-in', 'too-many-requests', 'internal', 'unavailable'] as const;
  const change = [...always, 'origin-not-allowed'] as const;
  const one = { parameters: [inPath('file', named('FileId'), file)] };
  const tus = (operationId: string, summary: string): object => ({ operationId, tags: ['Files'], summary });
  const missing = { 412: 'Tus-Resumable is missing or names a version that is not spoken.' };
  return {
    [`${prefix}/uploads`]: {
      post: {
        ...tus('begin-upload', 'Announce an upload; its bytes follow with PATCH (tus, creation)'),
        parameters: [
          surfaceHeader,
          tusVersion,
          inHeader('Upload-Length', 'How many bytes there are', true, '5', bytes),
          inHeader(
            'Upload-Metadata',
            'Pairs of a key and base64, with commas between them: `conversation`; `name`; `use`, which is `file` or `image`',
            true,
            'conversation MDA...,name bWFwLnBuZw==,use ZmlsZQ==',
          ),
        ],
        responses: withPlainWords(
          {
            201: { description: 'It may come', headers: { ...tusHeaders, ...location } },
            ...errors(
              ...change,
              'invalid',
              'refused',
              'not-found',
              'file-too-large',
              'quota-reached',
              'storage-full',
            ),
          },
          missing,
        ),
      },
    },
    [`${prefix}/uploads/{file}`]: {
      ...one,
      head: {
        ...tus('load-upload', 'How far an upload has come'),
        parameters: [surfaceHeader, tusVersion],
        responses: {
          200: {
            description: 'So far',
            headers: { ...uploadHeaders, 'Upload-Length': header('Bytes in all', bytes) },
          },
          ...bare([401, 404, 412, 429, 500, 503]),
        },
      },
      patch: {
        ...tus('send-bytes', 'Send the bytes that come next; with the last of them the file is looked at'),
        parameters: [
          surfaceHeader,
          tusVersion,
          inHeader('Upload-Offset', 'Where they begin', true, '0', bytes),
        ],
        requestBody: {
          required: true,
          content: { 'application/offset+octet-stream': { schema: { type: 'string', format: 'binary' } } },
        },
        responses: withPlainWords(
          {
            204: { description: 'They are here', headers: uploadHeaders },
            ...errors(
              ...change,
              'invalid',
              'not-found',
              'no-such-upload',
              'file-infected',
              'image-unreadable',
              'storage-full',
            ),
          },
          {
            ...missing,
            400: 'The line was cut, or another request goes on with this upload.',
            403: 'Upload-Offset or the content type is missing.',
            409: 'They do not begin where the upload ends.',
            413: 'There are more than were announced.',
          },
        ),
      },
      delete: {
        ...tus('cancel-upload', 'Take an upload back that was not sent'),
        parameters: [surfaceHeader, tusVersion],
        responses: {
          204: { description: 'It is gone', headers: tusHeaders },
          ...errors(...change, 'not-found'),
        },
      },
    },
  };
}

/** Answers without a body, as HEAD has them. */
function bare(statuses: readonly number[]): Record<string, object> {
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

/** `hasRanges`: not of pictures that the server has made, of which nobody needs a part. */
function fileResponses(content: object, hasBody: boolean, hasRanges = true): Record<string, object> {
  const headers = {
    ETag: header('Changes with the content'),
    'Accept-Ranges': header('`bytes`'),
    'Content-Disposition': header('`attachment`, or `inline` for what the server has made; with the name'),
    'Content-Length': header('Bytes of this answer', bytes),
    'Content-Security-Policy': header('A sandbox, whatever is in it'),
  };
  const body = hasBody ? { content } : {};
  const whole = {
    200: { description: 'All of it', headers, ...body },
    304: { description: 'It is as `If-None-Match` has it' },
  };
  if (!hasRanges) return whole;
  return {
    ...whole,
    206: {
      description: 'The range that was asked for',
      headers: { ...headers, 'Content-Range': header('Which bytes, of how many') },
      ...body,
    },
    416: {
      description: 'There is no such range',
      headers: { 'Content-Range': header('How many bytes there are') },
    },
  };
}

function filePaths(errors: Errors, named: Named): Paths {
  const parameters = [
    inPath('surface', named('SignInSurface'), 'office'),
    inPath('conversation', named('ConversationId'), chat),
    inPath('file', named('FileId'), file),
  ];
  const ranges = [
    inHeader('Range', 'One range of bytes', false, 'bytes=0-99'),
    inHeader('If-None-Match', 'The ETag that is held', false, '"abc.itself"'),
  ];
  const forms = [
    ['', 'file', 'A file of a message that may be read now', anyBytes],
    ['/thumbnail', 'file-thumbnail', 'Its picture, 480 pixels a side at most', picture],
    ['/large', 'file-large', 'Its picture, 1600 pixels a side at most', picture],
  ] as const;
  return Object.fromEntries(
    forms.map(([ending, name, summary, content]) => {
      const shared = { tags: ['Files'], summary, parameters: ranges };
      return [
        `/files/{surface}/{conversation}/{file}${ending}`,
        {
          parameters,
          get: {
            operationId: `load-${name}`,
            ...shared,
            responses: { ...fileResponses(content, true, ending === ''), ...errors('not-found', ...busy) },
          },
          head: {
            operationId: `head-${name}`,
            ...shared,
            responses: { ...fileResponses(content, false, ending === ''), ...bare([404, 429, 500, 503]) },
          },
        },
      ];
    }),
  );
}

const zone = {
  name: 'zone',
  in: 'query',
  required: false,
  description: 'The time zone of the reader; UTC where there is none',
  schema: text,
  example: 'Europe/Berlin',
};
const busy = ['too-many-requests', 'internal', 'unavailable'] as const;
const missingPage = {
  404: { description: 'There is no such message, or it is not yours to read', content: html },
};

function formattedPaths(errors: Errors, named: Named): Paths {
  return {
    '/formatted/{conversation}/{seq}': {
      get: {
        operationId: 'load-formatted',
        tags: ['Pages'],
        summary: 'The page of a formatted message, for an office reader (CONT-3)',
        parameters: [
          inPath('conversation', named('ConversationId'), chat),
          inPath('seq', { type: 'integer', minimum: 1 }, 1),
          zone,
        ],
        responses: {
          303: { description: 'To an address that is good for five minutes', headers: location },
          ...missingPage,
          ...errors('internal', 'unavailable'),
        },
      },
    },
    '/shown/{grant}': {
      get: {
        operationId: 'show-formatted',
        tags: ['Pages'],
        summary: 'That page, or one of its images, by a signed address in the session that asked',
        security: [{ office: [] }, {}],
        parameters: [inPath('grant', text, opaque), zone],
        responses: {
          ...fileResponses(picture, true),
          200: { description: 'The page, or an image', content: { ...html, ...picture } },
          303: { description: 'The address is old: ask again', headers: location },
          ...missingPage,
          ...errors(...busy),
        },
      },
    },
  };
}

function pagePaths(): Paths {
  const place = inPath('place', text, '');
  const app = (name: string, summary: string, parameters: object[]): object => ({
    ...openOperation(name, 'Pages', summary),
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: {
      200: { description: 'A page', content: html },
      ...(parameters.length > 0
        ? {
            303: {
              description: 'Nobody is signed in: to the log-in page, which leads back',
              headers: location,
            },
          }
        : {}),
    },
  });
  return {
    '/': { get: app('log-in-page', 'Logging in; `?company=` names the company', []) },
    '/office/{place}': { get: app('office-page', 'The office, at any place in it', [place]) },
    '/console/{place}': { get: app('console-page', 'The console, at any place in it', [place]) },
  };
}

function socketOperation(errors: Errors): object {
  return {
    operationId: 'open-socket',
    tags: ['Socket'],
    summary: 'The live line, a WebSocket: asyncapi.json tells what is said there',
    parameters: [
      {
        name: 'surface',
        in: 'query',
        required: true,
        description: 'The side that the session is for',
        schema: { $ref: '#/components/schemas/SignInSurface' },
        example: 'office',
      },
      {
        name: 'idle',
        in: 'query',
        required: false,
        description: '`true`: nobody is in front of this device (PRES-7)',
        schema: { type: 'boolean' },
        example: false,
      },
      inHeader('Sec-WebSocket-Protocol', 'What is spoken', true, subprotocol, { const: subprotocol }),
    ],
    responses: {
      101: { description: 'The line is open' },
      ...errors(
        'invalid',
        'not-signed-in',
        'origin-not-allowed',
        'protocol-version',
        'not-found',
        'too-many-requests',
        'internal',
        'unavailable',
      ),
    },
  };
}
