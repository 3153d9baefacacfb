import type { MessageBody } from '@tieline/protocol';

/** What a body says, for comparing; of a file, its id. */
export function bodyText(body: MessageBody): string {
  switch (body.kind) {
    case 'plain':
      return body.text;
    case 'rich':
      return body.html;
    case 'file':
      return body.file;
  }
}
