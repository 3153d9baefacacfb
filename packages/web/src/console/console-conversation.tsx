import type { ConversationId, ConversationView } from '@tieline/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/elements/button.tsx';
import { useTieline } from '../ui/app/client-context.tsx';
import { Conversation } from '../ui/conversation/conversation.tsx';
import { noteEndedHere } from '../ui/conversation/ended-here.ts';
import { lazyOverlay, lazyPart } from '../ui/app/lazy-part.tsx';
import { BodyContext } from '../ui/timeline/message-body.tsx';
import { faultText } from '../ui/texts/sentences.ts';
import { showToast } from '../ui/elements/toasts.tsx';
import { RichText } from './rich-text.tsx';

function LoadingComposer() {
  const { t } = useTranslation();
  return (
    <p role="status" className="mx-4 mb-4 rounded-xl border border-line px-4 py-6 text-faint">
      {t('composer.loading')}
    </p>
  );
}

const RichComposer = lazyPart(
  async () => (await import('./rich-composer.tsx')).RichComposer,
  LoadingComposer,
);
const Confirm = lazyOverlay(async () => (await import('../ui/dialogs/confirm.tsx')).Confirm);

/** Ends an agent chat, after asking. */
function EndChat({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const client = useTieline();
  const [isAsking, setAsking] = useState(false);
  const name = conversation.peer.name;
  if (!conversation.abilities.end.allowed) return null;
  const end = () => {
    noteEndedHere(conversation);
    client.endInteraction(conversation.id).catch((fault: unknown) => {
      showToast(t('conversation.endFailed', { reason: faultText(fault) }));
    });
  };
  return (
    <>
      <Button small onClick={() => setAsking(true)}>
        {t('conversation.end')}
      </Button>
      {isAsking ? (
        <Confirm
          title={t('conversation.endTitle', { name })}
          lead={t('conversation.endLead')}
          action={t('conversation.endConfirm')}
          onConfirm={end}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

/** A conversation as the console shows it: formatted. */
export function ConsoleConversation({ id }: { id: ConversationId }) {
  return (
    <BodyContext value={RichText}>
      <Conversation id={id} backTo="/chats" composer={RichComposer} actions={EndChat} />
    </BodyContext>
  );
}
