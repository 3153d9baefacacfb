import type { FileId } from '@tieline/protocol';
import { withImages } from './addresses.ts';
import { escapeText } from './html.ts';
import type { StoredMessage } from './stored-message.ts';

/** What the page of a rich message shows. All of it is HTML, but for `at`. */
export interface FormattedView {
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  readonly html: string;
}

/** CONT-3: a rich message as its page shows it to an office reader; null where there is nothing formatted in it. */
export function projectFormatted(
  message: StoredMessage,
  imageAt: (file: FileId) => string,
): FormattedView | null {
  const { body } = message;
  if (body.format !== 'rich') return null;
  return { name: escapeText(message.sender.name), at: message.at, html: withImages(body.html, imageAt) };
}
