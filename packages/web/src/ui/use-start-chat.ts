import type { SeatId } from '@tieline/protocol';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useTieline } from './client-context.tsx';
import { pathOf } from './lists.ts';
import { faultText } from './sentences.ts';
import { say } from './toasts.tsx';

/** Opens the chat with an entry and goes there; a refusal is said with its sentence. */
export function useStartChat(): (entry: { readonly seat: SeatId }) => void {
  const { t } = useTranslation();
  const client = useTieline();
  const navigate = useNavigate();
  return useCallback(
    (entry) => {
      client.openConversation(entry.seat).then(
        (conversation) => navigate(pathOf(conversation)),
        (fault: unknown) => say(t('people.startFailed', { reason: faultText(fault) })),
      );
    },
    [client, navigate, t],
  );
}
