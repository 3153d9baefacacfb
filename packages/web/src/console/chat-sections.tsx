import type { ConversationView } from '@tieline/protocol';
import { Hourglass } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ChatListPane, NoChats } from '../ui/conversation-list/chat-list-pane.tsx';
import { ConversationList } from '../ui/conversation-list/conversation-list.tsx';
import { PaneBoundary } from '../ui/app/crash-boundary.tsx';
import { join } from '../ui/elements/join.ts';
import { ListTime } from '../ui/time/list-time.tsx';
import { useTimes } from '../ui/time/use-times.ts';

/** How long the other has waited for an answer; nothing where the own message is the newest. */
function WaitingTime({ conversation, now }: { conversation: ConversationView; now: number }): ReactNode {
  const { t } = useTranslation();
  const times = useTimes();
  const { lastAt, excerptFrom, peer, phase, unread } = conversation;
  if (lastAt === null) return null;
  // What runs is work to be done now; what stays for ever may end with a message that needs no answer.
  const waits = excerptFrom === peer.seat && (phase === 'running' || unread > 0);
  if (!waits) return <ListTime at={lastAt} now={now} />;
  return (
    <span className="inline-flex items-center gap-1 font-medium text-wait-ink">
      <Hourglass size={11} aria-hidden="true" />
      <span>
        {now - Date.parse(lastAt) < 60_000
          ? t('console.waitsNow')
          : t('console.waits', { duration: times.lasting(lastAt, now) })}
      </span>
    </span>
  );
}

interface SectionProps {
  readonly title: string;
  readonly empty: string;
  readonly conversations: readonly ConversationView[];
  readonly open: string | undefined;
}

function Section({ title, empty, conversations, open }: SectionProps) {
  const heading = useId();
  const aside = (one: ConversationView, now: number) => <WaitingTime conversation={one} now={now} />;
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="flex items-center gap-2 px-4 pt-3.5 pb-1.5 text-xs font-semibold text-soft">
        <span>{title}</span>
        <span className="font-normal text-faint tabular">{conversations.length}</span>
      </h2>
      {conversations.length === 0 ? (
        <p className="px-4 pb-2 text-xs text-faint">{empty}</p>
      ) : (
        <PaneBoundary of={conversations}>
          <ConversationList label={title} conversations={conversations} open={open} aside={aside} />
        </PaneBoundary>
      )}
    </section>
  );
}

interface SectionsProps {
  readonly className: string;
  readonly agentChats: readonly ConversationView[];
  readonly expertChats: readonly ConversationView[];
  readonly open: string | undefined;
}

/** The agent's chats: the running ones with other agents, and those with the office. */
export function ChatSections({ className, agentChats, expertChats, open }: SectionsProps) {
  const { t } = useTranslation();
  const sections = (
    <>
      <Section
        title={t('console.agentChats')}
        empty={t('console.noAgentChats')}
        conversations={agentChats}
        open={open}
      />
      <Section
        title={t('console.expertChats')}
        empty={t('console.noExpertChats')}
        conversations={expertChats}
        open={open}
      />
    </>
  );
  return (
    <ChatListPane label={t('list.label')} className={join('md:w-72', className)}>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {agentChats.length + expertChats.length === 0 ? <NoChats rows={6}>{sections}</NoChats> : sections}
      </div>
    </ChatListPane>
  );
}
