import type { ConversationId, SeatId } from '@tieline/protocol';

/**
 * Access that was taken away for a while. `from`: the removal was answered; `until`: giving it back began. A message
 * that began in between reaches nothing that is deaf, and is not stored in a conversation that is closed.
 */
export interface Removal {
  readonly what: string;
  readonly from: number;
  readonly until: number;
  readonly deafSeats: readonly SeatId[];
  /** Where it is one device and not the whole seat. */
  readonly deafSessions: readonly string[];
  readonly closed: readonly ConversationId[];
}
