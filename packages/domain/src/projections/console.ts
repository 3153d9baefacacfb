import type { ConsoleMessageView, SeatId } from '@tieline/protocol';
import { fileAddress } from './addresses.ts';
import { excerptBeside } from './excerpt.ts';
import { richHtmlOf } from './rich.ts';
import { changeOf, clientIdFor, type StoredMessage } from './stored-message.ts';

/** CONT-1, CONT-5, DEL-4: rich text, files as links, and what was missed marked as such. */
export function projectConsole(
  message: StoredMessage,
  id: ConsoleMessageView['id'],
  reader: SeatId | null,
): ConsoleMessageView {
  const { body } = message;
  const html = richHtmlOf(body, (file) => fileAddress('console', message.conversation, file));
  return {
    surface: 'console',
    id,
    seq: message.seq,
    rev: message.rev,
    at: message.at,
    from: { seat: message.sender.seat, kind: message.sender.kind, name: message.sender.name },
    clientId: clientIdFor(reader, message),
    html,
    change: changeOf(message),
    excerpt: excerptBeside(html, message),
    file:
      body.format === 'file'
        ? {
            name: body.name,
            type: body.type,
            size: body.size,
            href: fileAddress('console', message.conversation, body.file),
          }
        : null,
    missed: message.missed && message.sender.kind === 'office',
  };
}
