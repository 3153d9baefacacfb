import type { MessageView } from '@tieline/protocol';

/** The first words of a message on one line, for a list or a notification: plain text, never markup. */
export function excerptOf(message: MessageView): string {
  if (message.excerpt !== null) return message.excerpt;
  switch (message.surface) {
    case 'office':
      return message.text;
    case 'console':
      return message.html;
  }
}
