import type { ConversationId, ConversationView } from '@tieline/protocol';
import { isFound } from '@tieline/text';
import { Archive, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useClientState } from '../ui/app/client-context.tsx';
import { ChatListPane, NoChats } from '../ui/conversation-list/chat-list-pane.tsx';
import { ConversationList } from '../ui/conversation-list/conversation-list.tsx';
import { Conversation } from '../ui/conversation/conversation.tsx';
import { PaneBoundary } from '../ui/app/crash-boundary.tsx';
import { join } from '../ui/elements/join.ts';
import { chatsIn } from '../ui/conversation-list/lists.ts';
import { SearchField } from '../ui/elements/search-field.tsx';
import { EmptyState } from '../ui/elements/states.tsx';
import { useChats, useListContext } from '../ui/conversation-list/use-list-context.ts';
import { commandKey } from '../ui/keyboard/use-shortcuts.ts';
import { PlainComposer } from './plain-composer.tsx';

interface PaneProps {
  readonly title: string;
  readonly label: string;
  readonly lead?: string;
  readonly conversations: readonly ConversationView[];
  readonly open: string | undefined;
  readonly empty: ReactNode;
}

/** The chats of a list, with a filter by name once there are several. */
function ListContent({ label, conversations, open, empty }: PaneProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  if (conversations.length === 0) return <NoChats rows={8}>{empty}</NoChats>;
  const shown = conversations.filter(({ peer }) => isFound(typed, [peer.name, peer.title]));
  return (
    <>
      {conversations.length > 5 ? (
        <div className="flex px-3 pb-2">
          <SearchField label={t('list.filter')} value={typed} onChange={setTyped} />
        </div>
      ) : null}
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ConversationList label={label} conversations={shown} open={open} />
        {shown.length === 0 ? (
          <p className="px-5 py-3 text-soft">{t('list.noMatch', { search: typed.trim() })}</p>
        ) : null}
      </div>
    </>
  );
}

function ListPane(props: PaneProps) {
  const { title, lead, conversations, open } = props;
  const Title = open === undefined ? 'h1' : 'h2';
  return (
    <ChatListPane className={join('md:w-80', open !== undefined && 'max-md:hidden')}>
      <header className="px-4 pt-3.5 pb-2.5 short:pt-1.5 short:pb-1">
        <Title className="text-lg font-semibold tracking-tight">{title}</Title>
        {lead ? <p className="mt-0.5 text-xs text-soft">{lead}</p> : null}
      </header>
      <PaneBoundary of={conversations}>
        <ListContent {...props} />
      </PaneBoundary>
    </ChatListPane>
  );
}

function OpenChat({ open, backTo, pick }: { open: string | undefined; backTo: string; pick: ReactNode }) {
  if (open === undefined) return <div className="flex flex-1 bg-surface max-md:hidden">{pick}</div>;
  return (
    <PaneBoundary of={open}>
      <Conversation id={open as ConversationId} backTo={backTo} composer={PlainComposer} />
    </PaneBoundary>
  );
}

export function ChatsPage() {
  const { t } = useTranslation();
  const { conversation: open } = useParams();
  const context = useListContext(open);
  const all = useChats(context);
  const conversations = useMemo(() => chatsIn(all, ['chats'], context), [all, context]);
  const goPeople = (
    <EmptyState title={t('list.empty')} hint={t('list.emptyHint')}>
      <Link
        to="/people"
        className="inline-flex h-9 items-center gap-2 rounded-md bg-accent px-3.5 font-medium text-on-accent hover:brightness-110"
      >
        <UsersRound size={16} aria-hidden="true" />
        <span>{t('list.goPeople')}</span>
      </Link>
    </EmptyState>
  );
  return (
    <>
      <ListPane
        title={t('list.title')}
        label={t('list.label')}
        conversations={conversations}
        open={open}
        empty={goPeople}
      />
      <OpenChat
        open={open}
        backTo="/chats"
        pick={
          <EmptyState
            title={t('conversation.pick')}
            hint={t('conversation.pickHint', { keys: `${commandKey} + K` })}
          />
        }
      />
    </>
  );
}

export function ArchivePage() {
  const { t } = useTranslation();
  const { conversation: open } = useParams();
  const all = useClientState((state) => state.conversations);
  const conversations = useMemo(() => chatsIn(all, ['archive']), [all]);
  const icon = <Archive size={34} aria-hidden="true" strokeWidth={1.5} />;
  return (
    <>
      <ListPane
        title={t('archive.title')}
        label={t('archive.label')}
        lead={t('archive.lead')}
        conversations={conversations}
        open={open}
        empty={<EmptyState title={t('archive.empty')} hint={t('archive.emptyHint')} icon={icon} />}
      />
      <OpenChat
        open={open}
        backTo="/archive"
        pick={<EmptyState title={t('archive.pick')} hint={t('archive.lead')} icon={icon} />}
      />
    </>
  );
}
