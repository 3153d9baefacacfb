import type { MessageView } from '@tieline/protocol';

/** The first words of a message on one line, for a list or a notification: plain text, never markup. */
export function excerptOf(message: MessageView): string {
  return message.excerpt ?? (message.surface === 'office' ? message.text : message.html);
}
