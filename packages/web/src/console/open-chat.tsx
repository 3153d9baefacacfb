import type { ConversationId } from '@tieline/protocol';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { join } from '../ui/elements/join.ts';
import { lazyPart } from '../ui/app/lazy-part.tsx';
import { EmptyState, LoadingRows } from '../ui/elements/states.tsx';

function LoadingChat() {
  const { t } = useTranslation();
  return (
    <div className="flex-1 bg-surface">
      <LoadingRows rows={7} label={t('conversation.loading')} />
    </div>
  );
}

// The list is there before anybody has opened a chat, and needs nothing of what shows one.
const ConsoleConversation = lazyPart(
  async () => (await import('./console-conversation.tsx')).ConsoleConversation,
  LoadingChat,
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
  const { conversation } = useParams();
  if (conversation === undefined) return <NoChat className="max-md:hidden" />;
  return <ConsoleConversation id={conversation as ConversationId} />;
}
