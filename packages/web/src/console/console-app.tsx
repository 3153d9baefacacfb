import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes, useMatch } from 'react-router';
import { useSelf } from '../ui/app/client-context.tsx';
import { PaneBoundary } from '../ui/app/crash-boundary.tsx';
import { join } from '../ui/elements/join.ts';
import { chatsIn } from '../ui/conversation-list/lists.ts';
import { useChats, useDraftChats, useListContext } from '../ui/conversation-list/use-list-context.ts';
import { useShortcuts } from '../ui/keyboard/use-shortcuts.ts';
import { ChatSections } from './chat-sections.tsx';
import { Contacts } from './contacts.tsx';
import { NoChat, OpenChat } from './open-chat.tsx';
import { PhoneTabs } from './phone-tabs.tsx';
import { TopBar } from './top-bar.tsx';
import { useEndedChats } from './use-ended-chats.ts';

export function ConsoleApp() {
  const { t } = useTranslation();
  const self = useSelf();
  const open = useMatch('/chats/:conversation')?.params.conversation;
  const isContacts = useMatch('/contacts') !== null;
  const context = useListContext(open);
  const all = useChats(context);
  const agentChats = useMemo(() => chatsIn(all, ['agent-chats'], context), [all, context]);
  const expertChats = useMemo(() => chatsIn(all, ['expert-chats'], context), [all, context]);
  const order = useMemo(() => [...agentChats, ...expertChats], [agentChats, expertChats]);
  useShortcuts(order, open);
  useEndedChats(open);
  useDraftChats();
  const hasRoster = self.rosters.length > 0;
  return (
    <>
      <PaneBoundary of={self}>
        <TopBar className={join(open !== undefined && 'max-md:hidden')} />
      </PaneBoundary>
      <main className="flex min-h-0 flex-1 text-[0.8125rem]">
        {open === undefined ? <h1 className="sr-only">{t('side.consoleApp')}</h1> : null}
        <ChatSections
          className={join((open !== undefined || isContacts) && 'max-md:hidden')}
          agentChats={agentChats}
          expertChats={expertChats}
          open={open}
        />
        <Routes>
          <Route path="/chats/:conversation?" element={<OpenChat />} />
          <Route path="/contacts" element={<NoChat className="max-lg:hidden" />} />
          <Route path="*" element={<Navigate to="/chats" replace />} />
        </Routes>
        {hasRoster ? <Contacts className={join(!isContacts && 'max-lg:hidden')} /> : null}
      </main>
      {hasRoster ? <PhoneTabs className={join(open !== undefined && 'max-md:hidden')} /> : null}
    </>
  );
}
