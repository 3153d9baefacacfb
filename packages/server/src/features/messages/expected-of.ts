import type { ConversationRecord } from '../../store/load-conversation.ts';
import type { SeatRecord } from '../../store/load-seats.ts';
import type { TenantRecord } from '../../store/load-tenant.ts';
import type { Expected } from '../../store/write-messages.ts';

/** What a decision about these seats rests on: it must still be so when the message is stored. */
export function expectedOf(
  { revision }: TenantRecord,
  { interaction }: ConversationRecord,
  seats: readonly SeatRecord[],
): Expected {
  return {
    revision,
    interaction: interaction.running ? interaction.number : null,
    logins: seats.map(({ facts }) => ({ seat: facts.seat, isLoggedIn: facts.loggedIn })),
  };
}
