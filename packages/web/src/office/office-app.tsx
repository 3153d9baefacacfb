import { useMemo } from 'react';
import { Navigate, Route, Routes, useMatch } from 'react-router';
import { PaneBoundary } from '../ui/app/crash-boundary.tsx';
import { join } from '../ui/elements/join.ts';
import { chatsIn } from '../ui/conversation-list/lists.ts';
import { BodyContext } from '../ui/timeline/message-body.tsx';
import { useChats, useDraftChats, useListContext } from '../ui/conversation-list/use-list-context.ts';
import { useShortcuts } from '../ui/keyboard/use-shortcuts.ts';
import { ArchivePage, ChatsPage } from './chat-pages.tsx';
import { PeoplePage } from './people-page.tsx';
import { PlainText } from './plain-text.tsx';
import { Rail } from './rail.tsx';

/** The conversation that the address names, and in which of the two lists it stands. */
function useOpenChat() {
  const match = useMatch('/:place/:conversation');
  return { place: match?.params['place'], open: match?.params['conversation'] };
}

export function OfficeApp() {
  const { place, open } = useOpenChat();
  const context = useListContext(open);
  const all = useChats(context);
  const order = useMemo(
    () => chatsIn(all, [place === 'archive' ? 'archive' : 'chats'], context),
    [all, place, context],
  );
  useShortcuts(order, open);
  useDraftChats();
  return (
    <BodyContext value={PlainText}>
      <div className="flex min-h-0 flex-1 flex-col-reverse md:flex-row">
        <PaneBoundary of={all}>
          <Rail className={join(open !== undefined && 'max-md:hidden')} />
        </PaneBoundary>
        <main className="flex min-h-0 min-w-0 flex-1">
          <Routes>
            <Route path="/" element={<Navigate to="/chats" replace />} />
            <Route path="/chats/:conversation?" element={<ChatsPage />} />
            <Route path="/people" element={<PeoplePage />} />
            <Route path="/archive/:conversation?" element={<ArchivePage />} />
            <Route path="*" element={<Navigate to="/chats" replace />} />
          </Routes>
        </main>
      </div>
    </BodyContext>
  );
}
