import { type ErrorCode, Liveness, Readiness, subprotocol } from '@tieline/protocol';
import { fileResponses, filePaths } from './file-operations.ts';
import type { NamedSchemas } from './named-schemas.ts';
import {
  commonErrors,
  type Errors,
  html,
  inHeader,
  inPath,
  location,
  type Named,
  type Paths,
  picture,
  text,
} from './operation-parts.ts';
import { errorResponses, jsonContent } from './responses.ts';
import { chat, opaque } from './sample-company.ts';
import { uploadPaths } from './upload-operations.ts';

/** Uploads, files, pages and health, which are not JSON in and JSON out, and so are no routes of the contract. */
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

const zone = {
  name: 'zone',
  in: 'query',
  required: false,
  description: 'The time zone of the reader; UTC where there is none',
  schema: text,
  example: 'Europe/Berlin',
};
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
          ...errors(...commonErrors),
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
