import type { MessageId, SeatId, Surface } from '@tieline/protocol';
import { projections, type ViewOf } from '../surfaces.ts';
import type { StoredMessage } from './stored-message.ts';

/**
 * The one way from a stored message to what a reader gets: live, history, search, export, transcript alike (CONT-8).
 * `reader`: null for all who did not write it, whose views are alike.
 */
export function projectMessage<At extends Surface>(
  surface: At,
  message: StoredMessage,
  reader: SeatId | null = null,
): ViewOf[At] {
  return projections[surface].project(message, `${message.conversation}.${message.seq}` as MessageId, reader);
}
