import type { ConversationKind, ConversationView, Roster, SeatKind } from '@tieline/protocol';

/*
 * Where people stand together, the side that goes without saying: only those of the other one carry a badge. Null: no
 * side does, so everybody carries one.
 */

export const usualOnRoster: Record<Roster, SeatKind | null> = {
  office: 'office',
  agents: 'agent',
  directory: null,
};

export const usualInSection: Record<ConversationView['section'], SeatKind> = {
  chats: 'office',
  'agent-chats': 'agent',
  'expert-chats': 'office',
  archive: 'office',
};

/** Of the authors in a chat. Both sides meet in expert chats alone. */
export function usualInChat(kind: ConversationKind, own: SeatKind): SeatKind {
  switch (kind) {
    case 'direct':
    case 'room':
      return 'office';
    case 'agent':
    case 'customer':
      return 'agent';
    case 'expert':
      return own;
  }
}

/** Of the one whom an open chat is with. Nobody is of the reader's own side in an archive. */
export function usualPeer({ archive }: ConversationView, own: SeatKind): SeatKind | null {
  return archive === null ? own : null;
}
