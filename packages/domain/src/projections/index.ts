import type {
  ConsoleMessageView,
  MessageId,
  MonitorMessageView,
  OfficeMessageView,
  Surface,
  WidgetMessageView,
} from '@tieline/protocol';
import { firstCharacters } from '@tieline/text';
import { projectConsole } from './console.ts';
import { projectMonitor } from './monitor.ts';
import { projectOffice } from './office.ts';
import type { StoredMessage } from './stored-message.ts';
import { projectWidget } from './widget.ts';

interface ViewOf {
  office: OfficeMessageView;
  console: ConsoleMessageView;
  widget: WidgetMessageView;
  monitor: MonitorMessageView;
}

/** CONT-8: a view for each surface. A surface without one does not compile. */
const projections: { readonly [At in Surface]: (message: StoredMessage, id: MessageId) => ViewOf[At] } = {
  office: projectOffice,
  console: projectConsole,
  widget: projectWidget,
  monitor: projectMonitor,
};

/** The one way from a stored message to what a reader gets: live, history, search, export, transcript alike. */
export function projectMessage<At extends Surface>(surface: At, message: StoredMessage): ViewOf[At] {
  return projections[surface](message, `${message.conversation}.${message.seq}` as MessageId);
}

/** Plain text of a message in a list or a notification: one line, shortened. */
export function projectExcerpt(message: StoredMessage): string {
  const text = message.body.format === 'file' ? message.body.name : message.body.text;
  const start = text.trimStart().slice(0, 2000).replace(/\s+/g, ' ').trim();
  return firstCharacters(start, 140);
}
