import type {
  ConsoleMessageView,
  MessageId,
  MonitorMessageView,
  OfficeMessageView,
  SeatId,
  Surface,
  WidgetMessageView,
} from '@tieline/protocol';
import { lineExcerpt, lineExcerptOfHtml, messageExcerpt } from '@tieline/text';
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

/**
 * The one line that a list shows of a message: the same as whoever has the view makes of it, as it arrives. It is made
 * of the stored message, as a view costs as much as the message is long.
 */
export function projectExcerpt(surface: Surface, { body }: StoredMessage): string {
  switch (body.format) {
    case 'plain':
      return lineExcerpt(body.text);
    case 'file':
      return lineExcerpt(body.name);
    case 'rich':
      return surface === 'office' ? lineExcerpt(messageExcerpt(body.text)) : lineExcerptOfHtml(body.html);
  }
}
