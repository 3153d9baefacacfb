import type { ConversationId, ConversationView, InteractionEnd, SeatId } from '@tieline/protocol';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useClientState, useSelf, useTieline } from '../ui/client-context.tsx';
import { focusList } from '../ui/focus.ts';
import { say } from '../ui/toasts.tsx';

type Conversations = ReadonlyMap<ConversationId, ConversationView>;

interface End {
  readonly reason: InteractionEnd;
  readonly by: SeatId;
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

/** Which sentence tells of an end. Where it came while the line was down, nobody knows more than that. */
function sentenceOf(end: End | undefined, self: SeatId) {
  if (end?.reason === 'ended-by-agent' && end.by === self) return 'conversation.endedByYou';
  return end?.reason === 'logged-out' ? 'conversation.endedLoggedOut' : 'conversation.endedByPeer';
}

/** Says who ended a chat when it disappears, and leaves it if it was open. */
export function useEndedChats(open: string | undefined): void {
  const { t } = useTranslation();
  const client = useTieline();
  const self = useSelf();
  const navigate = useNavigate();
  const all = useClientState((state) => state.conversations);
  const isReady = useClientState((state) => state.conversationsState === 'ready');
  const before = useRef(all);
  const ends = useRef(new Map<ConversationId, End>());
  const left = useRef(false);
  useEffect(
    () =>
      client.onInteractionEnded(({ conversation, reason, by }) => {
        ends.current.set(conversation, { reason, by });
      }),
    [client],
  );
  useEffect(() => {
    if (!isReady) return;
    for (const ended of endedBetween(before.current, all)) {
      say(t(sentenceOf(ends.current.get(ended.id), self.seat), { name: ended.peer.name }));
      ends.current.delete(ended.id);
      if (ended.id !== open) continue;
      left.current = true;
      void navigate('/chats');
    }
    before.current = all;
  }, [all, client, isReady, open, navigate, self, t]);
  useEffect(() => {
    if (open !== undefined || !left.current) return;
    left.current = false;
    // What had the keyboard went with the chat; where it was elsewhere, it stays there.
    if (document.activeElement === document.body) focusList();
  }, [open]);
}
