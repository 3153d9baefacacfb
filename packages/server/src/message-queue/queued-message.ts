import type { StoredMessage } from '@tieline/domain';
import type { ConversationId } from '@tieline/protocol';
import type { Expected, NewMessage } from '../store/write-messages.ts';

/** A message that is to be stored in a conversation, if everything is as it was decided on. */
export interface MessageToStore {
  readonly conversation: ConversationId;
  readonly message: NewMessage;
  readonly expected: Expected;
}

/**
 * What became of a message. `stored`: just now, nobody has been told. `repeat`: the client id was stored before (DEL-6);
 * `isUndelivered`: nobody may have heard of it, since nobody knew. `stale`: what was expected is different now.
 */
export type Written =
  | { readonly is: 'stored'; readonly message: StoredMessage }
  | { readonly is: 'repeat'; readonly earlier: StoredMessage; readonly isUndelivered: boolean }
  | { readonly is: 'stale' };

/** A message that waits, or whose commit is on its way, and whoever waits for it. */
export interface QueuedMessage extends MessageToStore {
  /** By `performance.now()`. */
  readonly enteredAt: number;
  readonly settle: (written: Written) => void;
  readonly fail: (error: unknown) => void;
  readonly result: Promise<Written>;
}
