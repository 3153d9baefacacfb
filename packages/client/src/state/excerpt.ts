import type { MessageView } from '@tieline/protocol';
import { lineExcerpt, lineExcerptOfHtml } from '@tieline/text';

/** The first words of a message on one line, for a list or a notification: plain text, never markup. */
export function excerptOf(message: MessageView): string {
  return message.surface === 'office' ? lineExcerpt(message.text) : lineExcerptOfHtml(message.html);
}
