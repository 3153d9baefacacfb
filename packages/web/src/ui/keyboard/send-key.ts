import type { KeyboardEvent } from 'react';
import { hasTouchKeyboard } from '../app/is-phone.ts';
import { keyOf } from './keys.ts';

/**
 * Whether the key sends the message: Enter. The keyboard of a touch screen has no Shift that could be held with it, so
 * there Enter begins a new line and a button sends. Enter with Ctrl or Cmd sends everywhere.
 */
export function isSendKey(event: KeyboardEvent): boolean {
  if (keyOf(event) !== 'Enter' || event.shiftKey) return false;
  return event.ctrlKey || event.metaKey || !hasTouchKeyboard();
}
