import type { ConversationId, FileId, SignInSurface } from '@tieline/protocol';

/** Where a file is, for a reader of this surface; who reads is asked there, each time. */
export function fileAddress(
  surface: SignInSurface | 'widget',
  conversation: ConversationId,
  file: FileId,
): string {
  return `/files/${surface}/${conversation}/${file}`;
}

/** The page that shows a rich message to an office reader (CONT-3). */
export function formattedAddress(conversation: ConversationId, seq: number): string {
  return `/formatted/${conversation}/${seq}`;
}

/** As `writeHtml` of the server writes an image, and nothing else: in a text or an address `<` and `"` are escaped. */
const storedImage = /(<img src=")image:([0-9a-f-]{36})(?=")/g;

/** The images of stored HTML, each with the address that this reader finds it at. */
export function withImages(html: string, addressOf: (file: FileId) => string): string {
  return html.includes('<img src="image:')
    ? html.replace(storedImage, (_, start: string, file: string) => start + addressOf(file as FileId))
    : html;
}
