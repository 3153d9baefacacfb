import { surfaceHeader } from './json-operations.ts';
import {
  bodilessErrors,
  bytes,
  type Errors,
  header,
  inHeader,
  inPath,
  location,
  type Named,
  type Paths,
  text,
} from './operation-parts.ts';
import { file } from './sample-company.ts';

const tusVersion = inHeader('Tus-Resumable', 'The version of tus', true, '1.0.0', { const: '1.0.0' });
const tusHeaders = { 'Tus-Resumable': header('The version of tus') };
const uploadHeaders = { ...tusHeaders, 'Upload-Offset': header('Bytes that are here', bytes) };

/** Adds the errors that the tus library answers itself, as plain text. */
function withTextErrors(
  responses: Record<string, object>,
  words: Record<number, string>,
): Record<string, object> {
  const all = { ...responses };
  for (const [status, sentence] of Object.entries(words)) {
    const existing = all[status] as { description: string; content: object } | undefined;
    all[status] = {
      description: existing === undefined ? sentence : `${existing.description}\n\n${sentence}`,
      content: { ...existing?.content, 'text/plain': { schema: text } },
    };
  }
  return all;
}

const missingVersion = { 412: 'Tus-Resumable is missing or names a version that is not spoken.' };
/** Errors of every operation that changes an upload. */
const changeErrors = [
  'not-signed-in',
  'too-many-requests',
  'internal',
  'unavailable',
  'origin-not-allowed',
] as const;

const tus = (operationId: string, summary: string): object => ({ operationId, tags: ['Files'], summary });

/** The operations of uploads, by tus. */
export function uploadPaths(prefix: string, errors: Errors, named: Named): Paths {
  return {
    [`${prefix}/uploads`]: { post: beginUpload(errors) },
    [`${prefix}/uploads/{file}`]: {
      parameters: [inPath('file', named('FileId'), file)],
      head: loadUpload(),
      patch: sendBytes(errors),
      delete: cancelUpload(errors),
    },
  };
}

function beginUpload(errors: Errors): object {
  return {
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
    responses: withTextErrors(
      {
        201: { description: 'It may come', headers: { ...tusHeaders, ...location } },
        ...errors(
          ...changeErrors,
          'invalid',
          'refused',
          'not-found',
          'file-too-large',
          'quota-reached',
          'storage-full',
        ),
      },
      missingVersion,
    ),
  };
}

function loadUpload(): object {
  return {
    ...tus('load-upload', 'How far an upload has come'),
    parameters: [surfaceHeader, tusVersion],
    responses: {
      200: {
        description: 'So far',
        headers: { ...uploadHeaders, 'Upload-Length': header('Bytes in all', bytes) },
      },
      ...bodilessErrors([401, 404, 412, 429, 500, 503]),
    },
  };
}

function sendBytes(errors: Errors): object {
  return {
    ...tus('send-bytes', 'Send the bytes that come next; with the last of them the file is looked at'),
    parameters: [surfaceHeader, tusVersion, inHeader('Upload-Offset', 'Where they begin', true, '0', bytes)],
    requestBody: {
      required: true,
      content: { 'application/offset+octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    responses: withTextErrors(
      {
        204: { description: 'They are here', headers: uploadHeaders },
        ...errors(
          ...changeErrors,
          'invalid',
          'not-found',
          'no-such-upload',
          'file-infected',
          'image-unreadable',
          'storage-full',
        ),
      },
      {
        ...missingVersion,
        400: 'The line was cut, or another request goes on with this upload.',
        403: 'Upload-Offset or the content type is missing.',
        409: 'They do not begin where the upload ends.',
        413: 'There are more than were announced.',
      },
    ),
  };
}

function cancelUpload(errors: Errors): object {
  return {
    ...tus('cancel-upload', 'Take an upload back that was not sent'),
    parameters: [surfaceHeader, tusVersion],
    responses: {
      204: { description: 'It is gone', headers: tusHeaders },
      ...errors(...changeErrors, 'not-found'),
    },
  };
}
