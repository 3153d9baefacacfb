import { projectMessage, type StoredMessage } from '@tieline/domain';
import type { MessageView, SignInSurface } from '@tieline/protocol';

/** A message as it is seen on a surface (CONT-8). */
export function messageView(surface: SignInSurface, message: StoredMessage): MessageView {
  return surface === 'office' ? projectMessage('office', message) : projectMessage('console', message);
}
