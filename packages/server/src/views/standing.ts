import { decideKind, type HistoryFacts, type Relation, type TenantFacts } from '@tieline/domain';
import type { SeatId, SeatKind } from '@tieline/protocol';
import type { ConversationRecord } from '../store/load-conversation.ts';
import type { Reader } from '../store/load-reader.ts';

/** How a reader stands to one conversation: as whom, with whom. */
export interface Standing {
  readonly relation: Relation;
  /** The seat that takes part: the reader's own, or the agent seat whose archive is read. */
  readonly self: SeatId;
  readonly peer: SeatId;
}

/**
 * How a reader stands to a conversation that may be read. Null where it is none of the reader's, and where a company
 * of this mode has none of its kind (TEN-2): both must look like one that does not exist.
 */
export function readingOf(
  tenant: TenantFacts,
  conversation: ConversationRecord,
  reader: Reader,
): Standing | null {
  return decideKind(tenant, conversation.kind).allowed ? standingOf(conversation, reader) : null;
}

/** The same for who writes, whom START tells why nothing can be sent. */
export function standingOf(conversation: ConversationRecord, reader: Reader): Standing | null {
  const { members } = conversation;
  const as = (self: SeatId, relation: Relation): Standing | null => {
    const peer = members.find((member) => member !== self);
    return peer === undefined ? null : { relation, self, peer };
  };
  if (members.includes(reader.seat)) return as(reader.seat, 'member');
  const { archiveOf } = reader;
  return archiveOf !== null && members.includes(archiveOf) ? as(archiveOf, 'archive') : null;
}

/** The facts by which the domain decides how far back somebody sees. */
export function historyFacts(
  tenant: TenantFacts,
  conversation: ConversationRecord,
  relation: Relation,
  side: SeatKind,
): HistoryFacts {
  const reading = { tenant, relation, lastSeq: conversation.lastSeq };
  switch (conversation.kind) {
    case 'direct':
      return { ...reading, kind: 'direct' };
    case 'expert':
      return { ...reading, kind: 'expert', side };
    case 'agent':
      return { ...reading, kind: 'agent', interaction: conversation.interaction };
  }
}
