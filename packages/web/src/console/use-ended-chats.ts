import type { GoneChat } from '@tieline/client';
import type { ConversationId, ConversationView } from '@tieline/protocol';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientState, useSelf } from '../ui/app/client-context.tsx';
import { hasDraft } from '../ui/composer/drafts.ts';
import { isEndedHere } from '../ui/conversation/ended-here.ts';
import { focusList } from '../ui/keyboard/focus.ts';
import { goneSentence } from '../ui/conversation/gone-sentence.ts';
import { showToast } from '../ui/elements/toasts.tsx';
import { useGo } from '../ui/app/use-overlay.ts';

type Conversations = ReadonlyMap<ConversationId, ConversationView>;

/** Agent chats that ran before and run no more. */
export function endedBetween(before: Conversations, after: Conversations): ConversationView[] {
  return [...before.values()].filter((one) => {
    const now = after.get(one.id);
    return one.phase === 'running' && now?.interaction?.number !== one.interaction?.number;
  });
}

/**
 * Says who ended a chat when it disappears from the lists. One that is open says so itself, where its messages were;
 * who has ended it here and has nothing typed in it leaves it.
 */
export function useEndedChats(open: string | undefined): void {
  const { t } = useTranslation();
  const { seat } = useSelf();
  const go = useGo();
  const all = useClientState((state) => state.conversations);
  const gone = useClientState((state) => state.goneChats);
  const isReady = useClientState((state) => state.conversationsState === 'ready');
  const before = useRef(all);
  const left = useRef(false);
  useEffect(() => {
    if (!isReady) return;
    for (const ended of endedBetween(before.current, all)) {
      const { name } = ended.peer;
      const isAnew = all.get(ended.id)?.phase === 'running';
      const goneChat: GoneChat = gone.get(ended.id) ?? { conversation: ended, end: null };
      const isLeft = ended.id === open && isEndedHere(ended) && !hasDraft(seat, ended.id);
      if (ended.id !== open || isAnew || isLeft)
        showToast(t(isAnew ? 'conversation.endedAndNew' : goneSentence(goneChat, seat), { name }));
      if (!isLeft || isAnew) continue;
      left.current = true;
      go('/chats');
    }
    before.current = all;
  }, [all, gone, isReady, open, go, seat, t]);
  useEffect(() => {
    if (open !== undefined || !left.current) return;
    left.current = false;
    // What had the keyboard went with the chat; where it was elsewhere, it stays there.
    if (document.activeElement === document.body) focusList();
  }, [open]);
}
