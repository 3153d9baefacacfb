import type { Participant } from './audience.ts';
import type { SeatFacts, TenantFacts } from './facts.ts';
import { decideArchive } from './rules/tenancy.ts';

/** A seat as it takes part in a conversation. Where a company has no archive, no office seat reads along (TEN-2). */
export function participantOf(tenant: TenantFacts, { seat, kind, officeSeat }: SeatFacts): Participant {
  return { seat, kind, officeSeat: decideArchive(tenant).allowed ? officeSeat : null };
}
