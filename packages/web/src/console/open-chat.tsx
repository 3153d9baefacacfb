import type { ConversationId, ConversationView } from '@tieline/protocol';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Button } from '../ui/button.tsx';
import { useTieline } from '../ui/client-context.tsx';
import { Conversation } from '../ui/conversation.tsx';
import { join } from '../ui/join.ts';
import { faultText } from '../ui/sentences.ts';
import { EmptyState } from '../ui/states.tsx';
import { say } from '../ui/toasts.tsx';
import { TypingLine } from './typing-line.tsx';

const Confirm = lazy(() => import('../ui/dialogs/confirm.tsx').then((part) => ({ default: part.Confirm })));
const RichComposer = lazy(() =>
  import('./rich-composer.tsx').then((part) => ({ default: part.RichComposer })),
);

/** Ends an agent chat, after asking. */
function EndChat({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const client = useTieline();
  const [isAsking, setAsking] = useState(false);
  const name = conversation.peer.name;
  if (!conversation.abilities.end.allowed) return null;
  const end = () => {
    client.endInteraction(conversation.id).catch((fault: unknown) => {
      say(t('conversation.endFailed', { reason: faultText(fault) }));
    });
  };
  return (
    <>
      <Button small onClick={() => setAsking(true)}>
        {t('conversation.end')}
      </Button>
      {isAsking ? (
        <Suspense fallback={null}>
          <Confirm
            title={t('conversation.endTitle', { name })}
            lead={t('conversation.endLead')}
            action={t('conversation.endConfirm')}
            onConfirm={end}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}

function ConsoleComposer({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  return (
    <>
      {conversation.abilities.typing.allowed ? <TypingLine conversation={conversation} /> : null}
      <Suspense
        fallback={
          <p role="status" className="mx-4 mb-4 rounded-xl border border-line px-4 py-6 text-faint">
            {t('composer.loading')}
          </p>
        }
      >
        <RichComposer conversation={conversation} />
      </Suspense>
    </>
  );
}

/** The middle of the console while no chat is open. */
export function NoChat({ className }: { className: string }) {
  const { t } = useTranslation();
  return (
    <div className={join('flex flex-1 bg-surface', className)}>
      <EmptyState title={t('conversation.pick')} hint={t('console.pickHint')} />
    </div>
  );
}

/** The middle of the console. */
export function OpenChat() {
  const { conversation } = useParams();
  if (conversation === undefined) return <NoChat className="max-md:hidden" />;
  return (
    <Conversation
      id={conversation as ConversationId}
      backTo="/chats"
      composer={ConsoleComposer}
      actions={EndChat}
    />
  );
}
