import type { ConversationId } from '@tieline/protocol';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { join } from '../ui/join.ts';
import { EmptyState, LoadingRows } from '../ui/states.tsx';

// The list is there before anybody has opened a chat, and needs nothing of what shows one.
const ConsoleConversation = lazy(() =>
  import('./console-conversation.tsx').then((part) => ({ default: part.ConsoleConversation })),
);

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
  const { t } = useTranslation();
  const { conversation } = useParams();
  if (conversation === undefined) return <NoChat className="max-md:hidden" />;
  return (
    <Suspense fallback={<LoadingChat label={t('conversation.loading')} />}>
      <ConsoleConversation id={conversation as ConversationId} />
    </Suspense>
  );
}

const LoadingChat = ({ label }: { label: string }) => (
  <div className="flex-1 bg-surface">
    <LoadingRows rows={7} label={label} />
  </div>
);
