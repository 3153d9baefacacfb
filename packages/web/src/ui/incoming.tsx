import { excerptOf } from '@tieline/client';
import type { ConversationId, ConversationView, MessageView } from '@tieline/protocol';
import { isolate } from '@tieline/text';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { alertsFor } from './alerts.ts';
import { readChoices, writeChoices } from './choices.ts';
import { useClientState, useTieline } from './client-context.tsx';
import { pathOf } from './lists.ts';
import { followNotices, type Notice, showNotice } from './notices.ts';
import type { TabAlerts } from './tab-alerts.ts';
import { say } from './toasts.tsx';
import { maySound, playTone } from './tone.ts';
import { useGo } from './use-overlay.ts';
import { useTabAlerts } from './use-tab-alerts.ts';
import { isWindowActive } from './use-window-active.ts';

interface Announced {
  readonly conversation: ConversationId;
  readonly seq: number;
  readonly text: string;
}

/** Whether the message is still the reader's to hear: a chat that is over leaves nothing behind on the page. */
function isStillThere(held: ConversationView | undefined, seq: number): boolean {
  if (held?.kind !== 'agent' || held.archive !== null) return held !== undefined;
  return held.interaction !== null && seq >= held.interaction.fromSeq;
}

/** A tab in which nobody has pressed anything may not sound: it gives way to one that may. */
const giveWayMs = 300;

async function soundOnce(tabs: TabAlerts, path: string, seq: number): Promise<void> {
  if (!maySound()) await new Promise((resolve) => setTimeout(resolve, giveWayMs));
  if (await tabs.claim('sound', path, String(seq))) await playTone();
}

/** Shows a notice, of all tabs in one; where it cannot be shown the choice is taken back, and the reason told. */
function useNoticeOnce(tabs: TabAlerts) {
  const { t } = useTranslation();
  const go = useGo();
  useEffect(() => followNotices(go), [go]);
  return useCallback(
    async (notice: Notice, seq: number) => {
      if (!(await tabs.claim('notice', notice.path, String(seq)))) return;
      const problem = await showNotice(notice, go);
      if (problem === null) return;
      writeChoices({ desktop: false, noticeProblem: problem });
      say(t(`settings.notice_${problem}`));
    },
    [go, t, tabs],
  );
}

/** Announces arriving messages to screen readers and, where chosen, by sound and desktop notification. */
export function Incoming() {
  const { t } = useTranslation();
  const client = useTieline();
  const { pathname } = useLocation();
  const [announced, setAnnounced] = useState<Announced | null>(null);
  const tabs = useTabAlerts(pathname);
  const noticeOnce = useNoticeOnce(tabs);
  const text = useClientState(({ conversations }) =>
    announced && isStillThere(conversations.get(announced.conversation), announced.seq) ? announced.text : '',
  );
  useEffect(() => {
    const show = (id: ConversationId, message: MessageView, loud: boolean) => {
      const { self, conversations } = client.getState();
      if (!self) return;
      // The first message of a new chat comes before the chat itself is known.
      const conversation = conversations.get(id);
      const own = message.from.seat === (conversation?.archive?.seat ?? self.seat);
      if (own || !loud) return;
      const path = conversation ? pathOf(conversation) : `/chats/${id}`;
      const { sound, desktop } = readChoices();
      const seen = (isWindowActive() && pathname === path) || message.seq <= (conversation?.readSeq ?? 0);
      if (seen) tabs.see(path, String(message.seq));
      const alerts = alertsFor({ own, loud, status: self.status, seen, sound, desktop });
      const words = excerptOf(message);
      const spoken = t('message.incoming', { name: message.from.name, text: words });
      setAnnounced({ conversation: id, seq: message.seq, text: spoken });
      if (alerts.sound) void soundOnce(tabs, path, message.seq);
      const notice = { title: isolate(message.from.name), body: words, tag: id, path };
      if (alerts.desktop) void noticeOnce(notice, message.seq);
    };
    return client.onMessage((event) => show(event.conversation, event.message, event.loud));
  }, [client, noticeOnce, pathname, t, tabs]);
  return (
    <p aria-live="polite" className="sr-only" data-testid="incoming">
      {text}
    </p>
  );
}
