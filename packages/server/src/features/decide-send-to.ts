import { conversationKindOf, decideSend, type Relation, type SendDecision } from '@tieline/domain';
import type { CommandInput } from '@tieline/protocol';
import type { ConversationRecord } from '../store/load-conversation.ts';
import type { SeatRecord } from '../store/load-seats.ts';
import type { TenantRecord } from '../store/load-tenant.ts';

export interface SendCase {
  readonly tenant: TenantRecord;
  readonly conversation: ConversationRecord;
  readonly relation: Relation;
  readonly sender: SeatRecord;
  readonly receiver: SeatRecord;
  readonly body: CommandInput<'send-message'>['body']['kind'];
}

/** Asks the domain, with the facts that the store has. */
export function decideSendTo({
  tenant,
  conversation,
  relation,
  sender,
  receiver,
  body,
}: SendCase): SendDecision {
  return decideSend({
    tenant: tenant.facts,
    sender: sender.facts,
    relation,
    body,
    target: {
      to: 'seat',
      kind: conversationKindOf(sender.facts, receiver.facts),
      receiver: receiver.facts,
      interaction: conversation.interaction,
    },
  });
}
