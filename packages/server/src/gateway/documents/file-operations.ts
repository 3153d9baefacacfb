import {
  anyBytes,
  bodilessErrors,
  commonErrors,
  bytes,
  type Errors,
  header,
  inHeader,
  inPath,
  type Named,
  type Paths,
  picture,
} from './operation-parts.ts';
import { chat, file } from './sample-company.ts';

/** `hasRanges`: false for the pictures that the server has made, which are only sent whole. */
export function fileResponses(content: object, hasBody: boolean, hasRanges = true): Record<string, object> {
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

/** The operations of files of messages, and of their pictures. */
export function filePaths(errors: Errors, named: Named): Paths {
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
            responses: {
              ...fileResponses(content, true, ending === ''),
              ...errors('not-found', ...commonErrors),
            },
          },
          head: {
            operationId: `head-${name}`,
            ...shared,
            responses: {
              ...fileResponses(content, false, ending === ''),
              ...bodilessErrors([404, 429, 500, 503]),
            },
          },
        },
      ];
    }),
  );
}
