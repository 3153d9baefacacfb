import { isBlank } from '@tieline/text';
import { useEffect } from 'react';
import { useSelf } from '../app/client-context.tsx';
import type { ComposerProps } from './composer-props.ts';
import { moveDraft, readDraft, writeDraft } from './drafts.ts';
import { useTyping } from './use-typing.ts';

interface Draft {
  readonly read: () => string;
  /** Call with every change. The other side sees that somebody types, unless the text is blank or cannot be sent. */
  readonly write: (text: string) => void;
  readonly stopTyping: () => void;
}

/** The draft of a composer, and the typing signal that goes with its changes. */
export function useDraft({ conversation, blockReason, origin }: ComposerProps): Draft {
  const { seat } = useSelf();
  const { id } = conversation;
  const setTyping = useTyping(conversation);
  const end = origin?.end ?? null;
  useEffect(() => {
    // After a reload only the draft says how its chat ended.
    if (end !== null) moveDraft(seat, id, origin);
  }, [end, id, origin, seat]);
  return {
    read: () => readDraft(seat, id),
    write: (text) => {
      writeDraft(seat, id, text, origin);
      setTyping(!isBlank(text) && blockReason === null);
    },
    stopTyping: () => setTyping(false),
  };
}
