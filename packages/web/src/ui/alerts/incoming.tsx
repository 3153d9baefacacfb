import { excerptOf } from '@tieline/client';
import type { ConversationId, EventOf } from '@tieline/protocol';
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
import { isStillThere, placeKey, useNoticeOnce } from './use-notices.ts';
import { useTabAlerts } from './use-tab-alerts.ts';
import { isWindowActive } from '../app/use-window-active.ts';

interface Announced {
  readonly conversation: ConversationId;
  readonly interaction: number | null;
  readonly text: string;
}

/** A tab in which nobody has pressed anything may not sound: it gives way to one that may. */
const giveWayMs = 300;

async function soundOnce(tabs: TabAlerts, chat: ConversationId, place: string): Promise<void> {
  if (!maySound()) await new Promise((resolve) => setTimeout(resolve, giveWayMs));
  if (await tabs.claim('sound', chat, place)) await playTone();
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
    announced && isStillThere(conversations.get(announced.conversation), announced.interaction)
      ? announced.text
      : '',
  );
  useEffect(() => {
    const show = ({ conversation: id, interaction, message, loud }: Omit<EventOf<'message'>, 'on'>) => {
      const { self, conversations } = client.getState();
      if (!self) return;
      // The first message of a new chat comes before the chat itself is known.
      const conversation = conversations.get(id);
      const own = message.from.seat === (conversation?.archive?.seat ?? self.seat);
      if (own || !loud) return;
      const { sound, desktop } = readChoices();
      const isRead = isStillThere(conversation, interaction) && message.seq <= (conversation?.readSeq ?? 0);
      const seen = (isWindowActive() && open === id) || isRead;
      const place = placeKey(interaction, message.seq);
      if (seen) tabs.see(id, place);
      const alerts = alertsFor({ own, loud, status: self.status, seen, sound, desktop });
      const words = excerptOf(message);
      const spoken = t('message.incoming', { name: message.from.name, text: words });
      setAnnounced({ conversation: id, interaction, text: spoken });
      if (alerts.sound) void soundOnce(tabs, id, place);
      if (!alerts.desktop) return;
      const subject = { seat: self.seat, conversation: id, interaction, seq: message.seq };
      const path = conversation ? pathOf(conversation) : `/chats/${id}`;
      void noticeOnce({ title: isolate(message.from.name), body: words, subject, path });
    };
    return client.onMessage(show);
  }, [client, noticeOnce, open, t, tabs]);
  return (
    <p aria-live="polite" className="sr-only" data-testid="incoming">
      {text}
    </p>
  );
}
