import type { ConversationId, ConversationView } from '@tieline/protocol';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useClientState, useTieline } from '../ui/client-context.tsx';
import { say } from '../ui/toasts.tsx';

type Conversations = ReadonlyMap<ConversationId, ConversationView>;

const endedHere = new Set<ConversationId>();

/** Remembers that this device ended the chat, to say so when it is gone. */
export function noteOwnEnd(conversation: ConversationId): void {
  endedHere.add(conversation);
}

/** Agent chats that ran before and run no more. */
export function endedBetween(before: Conversations, after: Conversations): ConversationView[] {
  return [...before.values()].filter((one) => {
    const now = after.get(one.id);
    return (
      one.kind === 'agent' && one.interaction !== null && now?.interaction?.number !== one.interaction.number
    );
  });
}

/** Says who ended a chat when it disappears, and leaves it if it was open. */
export function useEndedChats(open: string | undefined): void {
  const { t } = useTranslation();
  const client = useTieline();
  const navigate = useNavigate();
  const all = useClientState((state) => state.conversations);
  const isReady = useClientState((state) => state.conversationsState === 'ready');
  const before = useRef(all);
  useEffect(() => {
    if (!isReady) return;
    for (const ended of endedBetween(before.current, all)) {
      const { name } = ended.peer;
      const { roster, seat, presence } = ended.peer;
      const look = (roster && client.getState().presence.get(`${roster}:${seat}`)) || presence;
      if (endedHere.delete(ended.id)) say(t('conversation.endedByYou', { name }));
      else if (look.word === 'logged-out') say(t('conversation.endedLoggedOut', { name }));
      else say(t('conversation.endedByPeer', { name }));
      if (ended.id === open) void navigate('/chats');
    }
    before.current = all;
  }, [all, client, isReady, open, navigate, t]);
}
