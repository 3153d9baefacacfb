import type { GoneChat } from '@tieline/client';
import type { ConversationId, ConversationView } from '@tieline/protocol';
import { useMemo, useSyncExternalStore } from 'react';
import { useClientState, useSelf } from '../app/client-context.tsx';
import { type DraftOrigin, followDrafts, readOrigin } from '../composer/drafts.ts';

/** A chat that may be looked at. */
export interface Chat {
  readonly conversation: ConversationView;
  /** Why it is not here any more; null for one that is. */
  readonly gone: GoneChat | null;
  /** What is typed now is typed in it. */
  readonly origin: DraftOrigin | null;
}

/**
 * The chat as it is to be shown. One that has gone stays so until it is opened anew, although the server knows an empty
 * one. After a reload only the draft knows that it was written in a chat that is over. Null: there is no such chat.
 */
export function chatOf(
  known: ConversationView | undefined,
  gone: GoneChat | undefined,
  draft: DraftOrigin | null,
): Chat | null {
  if (known !== undefined && known.phase !== 'over')
    return { conversation: known, gone: null, origin: originOf(known, null) };
  if (gone !== undefined) {
    const { conversation, end } = gone;
    return { conversation, gone, origin: originOf(conversation, end) ?? draft };
  }
  if (known === undefined) return null;
  if (draft === null) return { conversation: known, gone: null, origin: null };
  return { conversation: known, gone: { conversation: known, end: draft.end }, origin: draft };
}

function originOf({ interaction }: ConversationView, end: GoneChat['end']): DraftOrigin | null {
  return interaction === null ? null : { interaction: interaction.number, end };
}

/** {@link chatOf} for a component. */
export function useChat(id: ConversationId): Chat | null {
  const { seat } = useSelf();
  const known = useClientState((state) => state.conversations.get(id));
  const gone = useClientState((state) => state.goneChats.get(id));
  // As text, which is the same for as long as it says the same.
  const draft = useSyncExternalStore(followDrafts, () => JSON.stringify(readOrigin(seat, id)));
  return useMemo(() => chatOf(known, gone, JSON.parse(draft) as DraftOrigin | null), [known, gone, draft]);
}
