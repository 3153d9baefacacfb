import { projectMessage, type StoredMessage } from '@tieline/domain';
import type { MessageView, SeatId, SignInSurface } from '@tieline/protocol';

/** A message as it is seen on a surface (CONT-8). `reader`: null for all who did not write it. */
export function messageView(
  surface: SignInSurface,
  message: StoredMessage,
  reader: SeatId | null,
): MessageView {
  return surface === 'office'
    ? projectMessage('office', message, reader)
    : projectMessage('console', message, reader);
}
