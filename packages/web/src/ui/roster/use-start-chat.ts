import type { ConversationView, SeatId } from '@tieline/protocol';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf, useTieline } from '../app/client-context.tsx';
import { moveDraft } from '../composer/drafts.ts';
import { pathOf } from '../conversation-list/lists.ts';
import { faultText } from '../texts/sentences.ts';
import { showToast } from '../elements/toasts.tsx';
import { useGo } from '../app/use-overlay.ts';

/** Opens the chat with an entry and goes there; a refusal is said with its sentence. */
export function useStartChat(): (entry: { readonly seat: SeatId }) => void {
  const { t } = useTranslation();
  const client = useTieline();
  const { seat } = useSelf();
  const go = useGo();
  return useCallback(
    (entry) => {
      const open = (conversation: ConversationView) => {
        // What is left of a chat that is over is for the next one, as that is what was asked for.
        if (conversation.phase === 'over') moveDraft(seat, conversation.id, null);
        go(pathOf(conversation));
      };
      client
        .openConversation(entry.seat)
        .then(open, (fault: unknown) => showToast(t('people.startFailed', { reason: faultText(fault) })));
    },
    [client, go, seat, t],
  );
}
