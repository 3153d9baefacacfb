import type { GoneChat } from '@tieline/client';
import type { SeatId } from '@tieline/protocol';
import type { ParseKeys } from 'i18next';
import { isEndedHere } from './ended-here.ts';

/** Which sentence says why a chat is not here any more, and through whom. */
export function goneSentence({ conversation, end }: GoneChat, self: SeatId): ParseKeys {
  if (conversation.phase === 'permanent') return 'conversation.withdrawn';
  if (end === null) return 'conversation.ended';
  const isOwn = end.by === self;
  if (end.reason === 'logged-out') return isOwn ? 'conversation.endedAway' : 'conversation.endedLoggedOut';
  if (!isOwn) return 'conversation.endedByPeer';
  return isEndedHere(conversation) ? 'conversation.endedByYou' : 'conversation.endedElsewhere';
}
