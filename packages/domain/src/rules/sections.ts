import type { ConversationKind, ConversationView, SeatKind } from '@tieline/protocol';
import type { Relation } from '../facts.ts';

type Section = ConversationView['section'];

/** What the console keeps apart (HIST-4, HIST-5); the office has one list of all its chats. */
const consoleSections: Partial<Record<ConversationKind, Section>> = {
  agent: 'agent-chats',
  expert: 'expert-chats',
};

/** The list that a conversation stands in for a reader. `side`: of the seat that takes part in it. */
export function sectionOf(reader: {
  readonly kind: ConversationKind;
  readonly relation: Relation;
  readonly side: SeatKind;
}): Section {
  if (reader.relation === 'archive') return 'archive';
  return (reader.side === 'agent' ? consoleSections[reader.kind] : undefined) ?? 'chats';
}
