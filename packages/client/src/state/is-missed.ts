import type { MessageView } from '@tieline/protocol';

/** DEL-4: whether it was sent while the agent was logged out, in whichever form a view says so. */
export function isMissed(message: MessageView): boolean {
  switch (message.surface) {
    case 'office':
      return message.fate !== null;
    case 'console':
      return message.missed;
  }
}
