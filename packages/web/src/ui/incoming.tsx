import { excerptOf } from '@tieline/client';
import type { ConversationId, ConversationView, MessageView } from '@tieline/protocol';
import { isolate } from '@tieline/text';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { alertsFor, notify, playTone } from './alerts.ts';
import { readChoices } from './choices.ts';
import { useClientState, useTieline } from './client-context.tsx';
import { pathOf } from './lists.ts';
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

/** Announces arriving messages to screen readers and, where chosen, by sound and desktop notification. */
export function Incoming() {
  const { t } = useTranslation();
  const client = useTieline();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [announced, setAnnounced] = useState<Announced | null>(null);
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
      const seen = isWindowActive() && pathname === path;
      const alerts = alertsFor({ own, loud, status: self.status, seen, sound, desktop });
      const words = excerptOf(message);
      const spoken = t('message.incoming', { name: message.from.name, text: words });
      setAnnounced({ conversation: id, seq: message.seq, text: spoken });
      if (alerts.sound) playTone();
      if (alerts.desktop) notify(isolate(message.from.name), words, id, () => void navigate(path));
    };
    return client.onMessage((event) => show(event.conversation, event.message, event.loud));
  }, [client, navigate, pathname, t]);
  return (
    <p aria-live="polite" className="sr-only" data-testid="incoming">
      {text}
    </p>
  );
}
