import { participantOf, type TenantFacts } from '@tieline/domain';
import type { SeatId } from '@tieline/protocol';
import type { SignalScope } from '../delivery/delivery.ts';
import type { ConversationRecord } from '../store/load-conversation.ts';
import type { SeatRecord } from '../store/load-seats.ts';

/** The facts by which the domain decides who is told that `from` types or has read. */
export function signalScope(
  tenant: TenantFacts,
  { kind }: ConversationRecord,
  seats: ReadonlyMap<SeatId, SeatRecord>,
  from: SeatId,
): SignalScope {
  return {
    kind,
    options: tenant.options,
    participants: [...seats.values()].map((seat) => participantOf(tenant, seat.facts)),
    invisible: seats.get(from)?.presence.status === 'invisible',
  };
}
