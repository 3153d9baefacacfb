import { createClient } from '@tieline/client';
import type { SignInSurface } from '@tieline/protocol';
import type { ComponentType, ReactNode } from 'react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { BrowserRouter } from 'react-router';
import { browserStorage } from '../connection/browser-storage.ts';
import { ClientContext, SelfContext, useClientState } from './client-context.tsx';
import { followChoices } from '../account/choices.ts';
import { ConnectionBar } from '../connection/connection-bar.tsx';
import { Boundary, CrashBoundary } from './crash-boundary.tsx';
import { Dialogs } from '../dialogs/dialogs.tsx';
import { keepDraftsOnLeaving } from '../composer/drafts.ts';
import { PageSocket } from '../connection/early-socket.ts';
import { useDropGuard } from '../files/file-drop.tsx';
import { Incoming } from '../alerts/incoming.tsx';
import { keepInputMethodKeys } from '../keyboard/keys.ts';
import { useIsReady, waitForLists } from './lists-ready.ts';
import { Splash } from '../elements/states.tsx';
import { startTexts } from '../texts/texts.ts';
import { Toasts } from '../elements/toasts.tsx';
import { uploadStorage } from '../files/upload-storage.ts';
import { useFetchAhead } from './use-fetch-ahead.ts';
import { useIdle } from '../presence/use-idle.ts';
import { followOverlays } from './use-overlay.ts';
import { useSignedOut } from './use-signed-out.ts';
import { useTitle } from './use-title.ts';

function AppEffects({ surface }: { surface: SignInSurface }) {
  const { t } = useTranslation();
  useFetchAhead();
  useIdle();
  useDropGuard();
  useTitle(t(`side.${surface}App`), surface);
  return null;
}

/** Waits until it is known who is signed in. */
function Gate({ surface, children }: { surface: SignInSurface; children: ReactNode }) {
  const { t } = useTranslation();
  const connection = useClientState((state) => state.connection);
  const self = useClientState((state) => state.self);
  useSignedOut(connection, self?.seat, surface);
  const isReady = useIsReady(self !== null);
  if (!self || !isReady || connection.state === 'signed-out') {
    const { state } = connection;
    const shown = state === 'offline' || state === 'reconnecting' ? state : 'connecting';
    return <Splash text={t(`connection.${shown}`)} late={shown === 'connecting'} />;
  }
  return (
    <SelfContext value={self}>
      <AppEffects surface={surface} />
      <div className="flex h-dvh flex-col">
        <ConnectionBar />
        <div className="flex min-h-0 flex-1 flex-col">{children}</div>
      </div>
      <Boundary instead={() => null}>
        <Incoming />
      </Boundary>
      <Dialogs />
      <Toasts />
    </SelfContext>
  );
}

/** Starts an app: texts, the client of its side, and everything that both apps have around them. */
export async function startApp(surface: SignInSurface, App: ComponentType): Promise<void> {
  const client = createClient({
    baseUrl: location.origin,
    surface,
    storage: browserStorage,
    uploadStorage,
    WebSocket: PageSocket,
  });
  // First of all: connecting takes longest.
  client.connect();
  await startTexts();
  followChoices();
  keepDraftsOnLeaving();
  keepInputMethodKeys();
  followOverlays();
  // Where the app begins, before anything is drawn: going there from within would draw it twice.
  if (/^\/[^/]+\/?$/.test(location.pathname)) history.replaceState(history.state, '', `/${surface}/chats`);
  const place = document.getElementById('app');
  if (!place) throw new Error('The page has no place for the app.');
  await waitForLists(client);
  createRoot(place).render(
    <StrictMode>
      <CrashBoundary>
        <ClientContext value={client}>
          <BrowserRouter basename={`/${surface}`}>
            <Gate surface={surface}>
              <App />
            </Gate>
          </BrowserRouter>
        </ClientContext>
      </CrashBoundary>
    </StrictMode>,
  );
}
