import type { ConversationView } from '@tieline/protocol';
import { useCallback, useEffect } from 'react';
import { useTieline } from '../app/client-context.tsx';

/** Tells the other one whether the reader types here, where the rules pass that on; leaving the chat ends it. */
export function useTyping({ id, abilities }: ConversationView): (isTyping: boolean) => void {
  const client = useTieline();
  const isAllowed = abilities.typing.allowed;
  useEffect(() => () => (isAllowed ? client.setTyping(id, false) : undefined), [client, id, isAllowed]);
  return useCallback(
    (isTyping: boolean) => {
      if (isAllowed) client.setTyping(id, isTyping);
    },
    [client, id, isAllowed],
  );
}
