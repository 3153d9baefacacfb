import type { ConversationId, ConversationView } from '@tieline/protocol';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { readChoices, writeChoices } from '../account/choices.ts';
import { useClientState, useSelf, useTieline } from '../app/client-context.tsx';
import { pathOf } from '../conversation-list/lists.ts';
import { followNotices, type Notice, showNotice, closeNotices, type NoticeSubject } from './notices.ts';
import { openDialog } from '../dialogs/open-dialog.ts';
import type { TabAlerts } from './tab-alerts.ts';
import { showToast } from '../elements/toasts.tsx';
import { useGo } from '../app/use-overlay.ts';

/** Whether the message is still the reader's to hear: a chat that is over leaves nothing behind. */
export function isStillThere(chat: ConversationView | undefined, interaction: number | null): boolean {
  if (chat === undefined || chat.phase === 'over') return false;
  return (chat.interaction?.number ?? null) === interaction;
}

/** A place as the tabs name it to each other: places begin anew with each interaction. */
export const placeKey = (interaction: number | null, seq: number): string => `${interaction ?? 0}.${seq}`;

/** Until changes that come together have come. */
const delayMs = 300;

/** What was read, here or elsewhere, or belongs to a chat that is over, is told of by no notice any more. */
function useNoticeCleanup(): void {
  const client = useTieline();
  const { seat } = useSelf();
  const conversations = useClientState((state) => state.conversations);
  const isListed = useClientState((state) => state.conversationsState === 'ready');
  useEffect(() => {
    // Of a chat that is not loaded yet nobody knows whether it is over.
    if (!isListed || !readChoices().desktop) return;
    const isOver = ({ seat: of, conversation, interaction, seq }: NoticeSubject) => {
      const chat = client.getState().conversations.get(conversation);
      return of === seat && (!isStillThere(chat, interaction) || seq <= (chat?.readSeq ?? 0));
    };
    const timer = setTimeout(() => void closeNotices(isOver), delayMs);
    return () => clearTimeout(timer);
  }, [client, conversations, isListed, seat]);
}

/** The way to show a notice, of all tabs in one; where it cannot be shown the choice is taken back, and the reason told. */
export function useNoticeOnce(tabs: TabAlerts): (notice: Notice) => Promise<void> {
  const { t } = useTranslation();
  const client = useTieline();
  const go = useGo();
  const open = useCallback(
    (id: ConversationId) => {
      const chat = client.getState().conversations.get(id);
      openDialog(null);
      go(chat ? pathOf(chat) : `/chats/${id}`);
    },
    [client, go],
  );
  useEffect(() => followNotices(open), [open]);
  useNoticeCleanup();
  return useCallback(
    async (notice: Notice) => {
      const { conversation, interaction, seq } = notice.subject;
      if (!(await tabs.claim('notice', conversation, placeKey(interaction, seq)))) return;
      const problem = await showNotice(notice, open);
      if (problem === null) return;
      writeChoices({ desktop: false, noticeProblem: problem });
      showToast(t(`settings.notice_${problem}`));
    },
    [open, t, tabs],
  );
}
