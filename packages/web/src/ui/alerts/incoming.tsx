import { excerptOf } from '@tieline/client';
import type { ConversationId, MessageView } from '@tieline/protocol';
import { isolate } from '@tieline/text';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMatch } from 'react-router';
import { alertsFor } from './alerts.ts';
import { readChoices } from '../account/choices.ts';
import { useClientState, useTieline } from '../app/client-context.tsx';
import { pathOf } from '../conversation-list/lists.ts';
import type { TabAlerts } from './tab-alerts.ts';
import { maySound, playTone } from './tone.ts';
import { isStillThere, useNoticeOnce } from './use-notices.ts';
import { useTabAlerts } from './use-tab-alerts.ts';
import { isWindowActive } from '../app/use-window-active.ts';

interface Announced {
  readonly conversation: ConversationId;
  readonly seq: number;
  readonly text: string;
}

/** A tab in which nobody has pressed anything may not sound: it gives way to one that may. */
const giveWayMs = 300;

async function soundOnce(tabs: TabAlerts, chat: ConversationId, seq: number): Promise<void> {
  if (!maySound()) await new Promise((resolve) => setTimeout(resolve, giveWayMs));
  if (await tabs.claim('sound', chat, String(seq))) await playTone();
}

/** Announces arriving messages to screen readers and, where chosen, by sound and desktop notification. */
export function Incoming() {
  const { t } = useTranslation();
  const client = useTieline();
  const open = useMatch('/:place/:conversation')?.params.conversation ?? null;
  const [announced, setAnnounced] = useState<Announced | null>(null);
  const tabs = useTabAlerts(open);
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
      const { sound, desktop } = readChoices();
      const seen = (isWindowActive() && open === id) || message.seq <= (conversation?.readSeq ?? 0);
      if (seen) tabs.see(id, String(message.seq));
      const alerts = alertsFor({ own, loud, status: self.status, seen, sound, desktop });
      const words = excerptOf(message);
      const spoken = t('message.incoming', { name: message.from.name, text: words });
      setAnnounced({ conversation: id, seq: message.seq, text: spoken });
      if (alerts.sound) void soundOnce(tabs, id, message.seq);
      if (!alerts.desktop) return;
      const subject = { seat: self.seat, conversation: id, seq: message.seq };
      const path = conversation ? pathOf(conversation) : `/chats/${id}`;
      void noticeOnce({ title: isolate(message.from.name), body: words, subject, path });
    };
    return client.onMessage((event) => show(event.conversation, event.message, event.loud));
  }, [client, noticeOnce, open, t, tabs]);
  return (
    <p aria-live="polite" className="sr-only" data-testid="incoming">
      {text}
    </p>
  );
}
