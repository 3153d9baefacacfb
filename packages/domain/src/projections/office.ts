import type { OfficeMessageView, SeatId } from '@tieline/protocol';
import { messageExcerpt } from '@tieline/text';
import { excerptBeside } from './excerpt.ts';
import { fileAddress, formattedAddress } from './addresses.ts';
import { changeOf, clientIdFor, type StoredBody, type StoredMessage } from './stored-message.ts';

function textOf(body: StoredBody): string {
  switch (body.format) {
    case 'plain':
      return body.text;
    case 'rich':
      return messageExcerpt(body.text);
    case 'file':
      return body.name;
    case 'deleted':
      return '';
  }
}

function fileOf({ conversation, body }: StoredMessage): OfficeMessageView['file'] {
  if (body.format !== 'file') return null;
  const href = fileAddress('office', conversation, body.file);
  const { picture } = body;
  return {
    name: body.name,
    type: body.type,
    size: body.size,
    href,
    preview: body.preview,
    picture: picture && {
      width: picture.width,
      height: picture.height,
      thumbnail: `${href}/thumbnail`,
      large: `${href}/large`,
    },
  };
}

/** Of so many who reacted alike an office reader is told at once (SIG-8). */
const reactionFaces = 10;

/** CONT-2, CONT-3, CONT-6: plain text, a link to the formatted page, files in full. */
export function projectOffice(
  message: StoredMessage,
  id: OfficeMessageView['id'],
  reader: SeatId | null,
): OfficeMessageView {
  const text = textOf(message.body);
  return {
    surface: 'office',
    id,
    seq: message.seq,
    rev: message.rev,
    at: message.at,
    from: { seat: message.sender.seat, kind: message.sender.kind, name: message.sender.name },
    clientId: clientIdFor(reader, message),
    text,
    excerpt: excerptBeside(text, message),
    formatted: message.body.format === 'rich' ? formattedAddress(message.conversation, message.seq) : null,
    file: fileOf(message),
    change: changeOf(message),
    reactions: message.reactions.map(({ emoji, by }) => ({
      emoji,
      count: by.length,
      by: by.slice(0, reactionFaces),
    })),
    fate: message.missed ? 'receiver-logged-out' : null,
  };
}
