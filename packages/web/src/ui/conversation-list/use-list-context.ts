import type { ClientState } from '@tieline/client';
import type { ConversationId, ConversationView } from '@tieline/protocol';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useClientState, useSelf, useTieline } from '../app/client-context.tsx';
import { draftsOf, followDrafts } from '../composer/drafts.ts';
import { type ListContext, listContextOf, withGone } from './lists.ts';
import { isUnsent } from './unsent.ts';

// As text, which is the same for as long as it names the same chats.
const unsentChats = ({ timelines }: ClientState) =>
  [...timelines].flatMap(([id, { pending }]) => (pending.some(isUnsent) ? [id] : [])).join();

/** Chats that stay in the lists without a message. */
export function useListContext(open: string | undefined): ListContext {
  const { seat } = useSelf();
  const drafts = useSyncExternalStore(followDrafts, () => draftsOf(seat).join());
  const unsent = useClientState(unsentChats);
  const gone = useClientState((state) => state.goneChats);
  return useMemo(
    () => listContextOf(open, gone, new Set(`${drafts},${unsent}`.split(','))),
    [open, gone, drafts, unsent],
  );
}

/** All chats, with those that have gone and are kept. */
export function useChats({ hasUnsent }: ListContext): ReadonlyMap<ConversationId, ConversationView> {
  const all = useClientState((state) => state.conversations);
  const gone = useClientState((state) => state.goneChats);
  return useMemo(() => withGone(all, gone, hasUnsent), [all, gone, hasUnsent]);
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
