import type { WidgetMessageView } from '@tieline/protocol';
import { fileAddress } from './addresses.ts';
import { richHtmlOf } from './rich.ts';
import type { StoredMessage } from './stored-message.ts';

/** CONT-7: the agent's rich text and name; no seat id, no address inside the company leaves it. */
export function projectWidget(message: StoredMessage): WidgetMessageView {
  return {
    surface: 'widget',
    seq: message.seq,
    at: message.at,
    from: message.sender.kind === 'agent' ? 'agent' : 'customer',
    name: message.sender.name,
    html: richHtmlOf(message.body, (file) => fileAddress('widget', message.conversation, file)),
  };
}
