import type { ConversationKind, ConversationView, SeatKind } from '@tieline/protocol';
import type { Relation } from '../facts.ts';

type Section = ConversationView['section'];

/** What the console keeps apart (HIST-4, HIST-5); the office has one list of all its chats. */
const sections: Record<SeatKind, Partial<Record<ConversationKind, Section>>> = {
  office: {},
  agent: { agent: 'agent-chats', expert: 'expert-chats' },
};

/** The list that a conversation stands in for a reader. `side`: of the seat that takes part in it. */
export function sectionOf(reader: {
  readonly kind: ConversationKind;
  readonly relation: Relation;
  readonly side: SeatKind;
}): Section {
  switch (reader.relation) {
    case 'archive':
      return 'archive';
    case 'member':
    case 'monitor':
      return sections[reader.side][reader.kind] ?? 'chats';
  }
}
