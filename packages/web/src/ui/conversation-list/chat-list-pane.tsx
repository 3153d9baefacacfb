import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AskAlerts } from '../alerts/ask-alerts.tsx';
import { useClientState } from '../app/client-context.tsx';
import { join } from '../elements/join.ts';
import { ErrorState, LoadingRows } from '../elements/states.tsx';
import { walkList } from '../keyboard/list-keys.ts';

interface PaneProps {
  /** Makes the pane a landmark of this name. */
  readonly label?: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** The column that the lists of chats stand in. The arrow keys walk through all of its rows. */
export function ChatListPane({ label, className, children }: PaneProps) {
  const Frame = label === undefined ? 'div' : 'nav';
  return (
    <Frame
      {...(label === undefined ? {} : { 'aria-label': label, 'data-list': true, tabIndex: -1 })}
      className={join(
        'flex min-h-0 w-full flex-col border-line bg-paper [--under:var(--paper)] md:shrink-0 md:border-e',
        className,
      )}
    >
      <div role="presentation" onKeyDown={walkList} className="flex min-h-0 flex-1 flex-col">
        {children}
      </div>
      <AskAlerts />
    </Frame>
  );
}

interface NoChatsProps {
  /** Rows to show while the chats are loading. */
  readonly rows: number;
  /** What is shown once they are loaded, and there are none. */
  readonly children: ReactNode;
}

/** In the place of lists without a chat: that they are loading, that they could not be loaded, else that they are empty. */
export function NoChats({ rows, children }: NoChatsProps) {
  const { t } = useTranslation();
  const state = useClientState(({ conversationsState }) => conversationsState);
  switch (state) {
    case 'loading':
      return <LoadingRows rows={rows} label={t('common.loading')} />;
    case 'failed':
      return <ErrorState title={t('list.failed')} onRetry={() => location.reload()} />;
    case 'ready':
      return children;
  }
}
