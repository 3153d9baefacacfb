import type { StoredMessage } from '@tieline/domain';
import type { ConversationId } from '@tieline/protocol';
import type { Expected, NewMessage } from './write-messages.ts';

/** A message on its way to its conversation. */
export interface Outgoing {
  readonly conversation: ConversationId;
  readonly message: NewMessage;
  readonly expected: Expected;
}

/**
 * What became of a message. `stored`: just now, nobody has been told. `again`: the client id was stored before (DEL-6);
 * `untold`: nobody may have heard of it, since nobody knew. `stale`: what was expected is different now.
 */
export type Written =
  | { readonly is: 'stored'; readonly message: StoredMessage }
  | { readonly is: 'again'; readonly earlier: StoredMessage; readonly untold: boolean }
  | { readonly is: 'stale' };

/** A message that waits, or is on its way, and whoever waits for it. */
export interface Entry extends Outgoing {
  readonly enteredAt: number;
  readonly settle: (written: Written) => void;
  readonly fail: (error: unknown) => void;
  readonly result: Promise<Written>;
}
