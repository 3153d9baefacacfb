import type { PresenceFacts } from '@tieline/domain';
import type { EventOf, SeatId, SessionId, TenantId } from '@tieline/protocol';
import type { Subject } from '../bus/bus.ts';

/** What a seat's sessions are told: a frame, encoded once, or the end of some of them. `except`: the id of a socket. */
export type SeatHint =
  | { readonly frame: string; readonly except?: string }
  | { readonly end: readonly SessionId[]; readonly reason: EventOf<'session-ended'>['reason'] };

export interface PresenceHint {
  readonly seat: SeatId;
  readonly before: PresenceFacts;
  readonly after: PresenceFacts;
}

export function seatSubject(tenant: TenantId, seat: SeatId): Subject<SeatHint> {
  return `seat.${tenant}.${seat}`;
}

export function presenceSubject(tenant: TenantId, seat: SeatId): Subject<PresenceHint> {
  return `presence.${tenant}.${seat}`;
}
