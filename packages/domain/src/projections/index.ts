import type {
  ConsoleMessageView,
  MessageId,
  MonitorMessageView,
  OfficeMessageView,
  SeatId,
  Surface,
  WidgetMessageView,
} from '@tieline/protocol';
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
const projections: {
  readonly [At in Surface]: (message: StoredMessage, id: MessageId, reader: SeatId | null) => ViewOf[At];
} = {
  office: projectOffice,
  console: projectConsole,
  widget: projectWidget,
  monitor: projectMonitor,
};

/**
 * The one way from a stored message to what a reader gets: live, history, search, export, transcript alike. `reader`: null
 * for all who did not write it, whose views are alike.
 */
export function projectMessage<At extends Surface>(
  surface: At,
  message: StoredMessage,
  reader: SeatId | null = null,
): ViewOf[At] {
  return projections[surface](message, `${message.conversation}.${message.seq}` as MessageId, reader);
}
