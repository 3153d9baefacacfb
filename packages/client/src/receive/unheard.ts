import type { ConversationId, FileId, MessageBody, MessageView, SeatId } from '@tieline/protocol';
import { clientIdAgain } from '../send/client-id.ts';
import type { OutboxMessage, InternalTimeline } from '../state/timeline.ts';
import { htmlBytes, reachedNoDevice, textBytes } from '../connection/wire.ts';

/** The loaded messages of `self` in a timeline, in order. */
export function ownMessages(current: InternalTimeline | undefined, self: SeatId): readonly MessageView[] {
  const all = current?.runs.flatMap(({ messages }) => messages) ?? [];
  return all.filter(({ from }) => from.seat === self);
}

/** A message that was stored, and reached nobody, as one that the person may send again or discard. */
export function pendingAgain(
  conversation: ConversationId,
  interaction: number,
  message: MessageView,
): OutboxMessage {
  return Object.freeze({
    clientId: clientIdAgain(conversation, message),
    body: bodyAgain(message),
    at: message.at,
    state: 'refused',
    refusal: reachedNoDevice,
    problem: reachedNoDevice.sentence,
    storedSeq: null,
    storedIn: null,
    interaction,
    fileName: message.file?.name ?? null,
  });
}

/** What it said, as it is sent. */
function bodyAgain(message: MessageView): MessageBody {
  if (message.file !== null) return { kind: 'file', file: fileOf(message.file.href) };
  switch (message.surface) {
    case 'office':
      return { kind: 'plain', text: message.text };
    case 'console':
      return bodyOfHtml(message.html);
  }
}

function bodyOfHtml(html: string): MessageBody {
  // The server reads the HTML that it has written as what it has written.
  if (hasForm.test(html)) return { kind: 'rich', html: withinLimit(html) };
  const text = textOf(html);
  // A text that was too long for a text came as HTML, of which the server has kept the words.
  return bytesOf(text) > textBytes ? { kind: 'rich', html: withinLimit(html) } : { kind: 'plain', text };
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** A link that says nothing but its address, which the server has made of it. */
const plainLink = /<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g;

/** Links take room that their addresses did not take when they were sent; the server makes them again. */
function withinLimit(html: string): string {
  if (bytesOf(html) <= htmlBytes) return html;
  return html.replace(plainLink, (link, address: string, words: string) =>
    [words, `https://${words}`, `http://${words}`, `mailto:${words}`].includes(address) ? words : link,
  );
}

/** The id of a file is the last part of its address. */
const fileOf = (href: string) => href.slice(href.lastIndexOf('/') + 1) as FileId;

/** What a mere text has not, whose HTML is its letters, breaks and addresses. */
const hasForm = /<(?!br>|\/?a[ >])/;

const letters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function textOf(html: string): string {
  const text = html.replaceAll('<br>', '\n').replace(/<[^>]*>/g, '');
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => letters[entity] ?? entity);
}
