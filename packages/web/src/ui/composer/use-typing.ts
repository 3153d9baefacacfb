import type { ConversationView } from '@tieline/protocol';
import { useCallback, useEffect } from 'react';
import { useTieline } from '../app/client-context.tsx';

/** Tells the other one whether the reader types here, where the rules pass that on; leaving the chat ends it. */
export function useTyping({ id, abilities }: ConversationView): (isTyping: boolean) => void {
  const client = useTieline();
  const isTold = abilities.typing.allowed;
  useEffect(() => () => (isTold ? client.setTyping(id, false) : undefined), [client, id, isTold]);
  return useCallback(
    (isTyping: boolean) => {
      if (isTold) client.setTyping(id, isTyping);
    },
    [client, id, isTold],
  );
}
