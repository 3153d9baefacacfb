import { useEffect, useMemo } from 'react';
import { useClientState, useSelf, useTieline } from './client-context.tsx';
import { draftsOf, hasDraft } from './drafts.ts';
import type { Kept } from './lists.ts';

/** Chats that stay in the lists without a message. Asked anew whenever another chat is opened: only then it shows. */
export function useKept(open: string | undefined): Kept {
  const { seat } = useSelf();
  return useMemo(() => ({ open, hasDraft: (id) => hasDraft(seat, id) }), [open, seat]);
}

/** A chat without a message is in no list of the server: after a reload, those with a draft are asked for. */
export function useDraftChats(): void {
  const client = useTieline();
  const { seat } = useSelf();
  const isReady = useClientState((state) => state.conversationsState === 'ready');
  useEffect(() => {
    if (!isReady) return;
    const { conversations } = client.getState();
    for (const id of draftsOf(seat)) {
      // Where it cannot be loaded there is nothing to list; the draft waits until there is.
      if (!conversations.has(id)) client.openTimeline(id).catch(() => undefined);
    }
  }, [client, isReady, seat]);
}
