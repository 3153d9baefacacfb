import type { ConversationView } from '@tieline/protocol';
import type { ReactNode } from 'react';
import { RowBoundary } from '../app/crash-boundary.tsx';
import { ConversationItem } from './conversation-item.tsx';
import { useWatch, watchedPeers } from '../presence/use-presence.ts';
import { useNow } from '../time/use-times.ts';

interface ListProps {
  readonly label: string;
  readonly conversations: readonly ConversationView[];
  readonly open: string | undefined;
  readonly aside?: (conversation: ConversationView, now: number) => ReactNode;
}

/** A list of chats; the presence of the peers is kept live. */
export function ConversationList({ label, conversations, open, aside }: ListProps) {
  const now = useNow(30_000);
  useWatch(watchedPeers(conversations));
  return (
    <ul aria-label={label} className="flex flex-col gap-px px-2 pb-2">
      {conversations.map((conversation) => (
        <RowBoundary key={conversation.id} row="chat" frame="li" of={conversation}>
          <ConversationItem
            conversation={conversation}
            open={conversation.id === open}
            now={now}
            aside={aside?.(conversation, now)}
          />
        </RowBoundary>
      ))}
    </ul>
  );
}
