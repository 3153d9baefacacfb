import type { MonitorMessageView } from '@tieline/protocol';
import { fileAddress } from './addresses.ts';
import { richHtmlOf } from './rich.ts';
import type { StoredMessage } from './stored-message.ts';

/** MON-6: what both participants see, with nothing to answer to. Its files are asked for with the supervisor's console session. */
export function projectMonitor(message: StoredMessage, id: MonitorMessageView['id']): MonitorMessageView {
  return {
    surface: 'monitor',
    id,
    seq: message.seq,
    at: message.at,
    from: { seat: message.sender.seat, kind: message.sender.kind, name: message.sender.name },
    html: richHtmlOf(message.body, (file) => fileAddress('console', message.conversation, file)),
  };
}
