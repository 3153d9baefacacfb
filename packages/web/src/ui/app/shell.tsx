import type { Connection, TielineClient } from '@tieline/client';
import { createClient } from '@tieline/client';
import type { SeatId, SignInSurface } from '@tieline/protocol';
import type { ComponentType, ReactNode } from 'react';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { BrowserRouter } from 'react-router';
import { browserStorage } from '../connection/browser-storage.ts';
import { ClientContext, SelfContext, useClientState } from './client-context.tsx';
import { followChoices } from '../account/choices.ts';
import { ConnectionBar } from '../connection/connection-bar.tsx';
import { Boundary, CrashBoundary } from './crash-boundary.tsx';
import { Dialogs } from '../dialogs/dialogs.tsx';
import { deleteDrafts, keepDraftsOnLeaving } from '../composer/drafts.ts';
import { PageSocket } from '../connection/early-socket.ts';
import { useDropGuard } from '../files/file-drop.tsx';
import { Incoming } from '../alerts/incoming.tsx';
import { keepInputMethodKeys } from '../keyboard/keys.ts';
import { closeNotices } from '../alerts/notices.ts';
import { rememberPlace } from './place.ts';
import { Splash } from '../elements/states.tsx';
import { startTexts } from '../texts/texts.ts';
import { Toasts } from '../elements/toasts.tsx';
import { uploadStorage } from '../files/upload-storage.ts';
import { useFetchAhead } from './use-fetch-ahead.ts';
import { useIdle } from '../presence/use-idle.ts';
import { followOverlays } from './use-overlay.ts';
import { useTitle } from './use-title.ts';

/** Milliseconds: a browser that does not answer must not keep anybody on the page. */
const leaveWithinMs = 1000;

/** Back to the log-in page, which says why. */
function useSignedOut(connection: Connection, seat: SeatId | undefined, surface: SignInSurface): void {
  const isOut = connection.state === 'signed-out';
  // Whoever was not signed in when the page opened has lost nothing: no reason to tell.
  const reason = isOut ? (seat ? connection.reason : 'not-signed-in') : null;
  useEffect(() => {
    if (reason === null) return;
    const leave = () => location.replace(`/?${new URLSearchParams({ reason, side: surface }).toString()}`);
    if (reason !== 'logged-out' || !seat) {
      rememberPlace();
      return leave();
    }
    // Here or in another tab; the client has deleted its messages already.
    deleteDrafts(seat);
    const taken = closeNotices((subject) => subject.seat === seat);
    void Promise.race([taken, new Promise((resolve) => setTimeout(resolve, leaveWithinMs))]).finally(leave);
  }, [reason, seat, surface]);
}

function AppEffects({ surface }: { surface: SignInSurface }) {
  const { t } = useTranslation();
  useFetchAhead();
  useIdle();
  useDropGuard();
  useTitle(t(`side.${surface}App`), surface);
  return null;
}

/** Milliseconds for the lists to come: the app is shown once and with them, unless they take longer. */
const listsWithinMs = 400;

/** Until then the page has its skeleton: whatever is drawn earlier is drawn twice. */
function waitForLists({ getState, subscribe }: TielineClient): Promise<void> {
  const isDecided = () => {
    const { connection, conversationsState } = getState();
    return (
      conversationsState !== 'loading' || (connection.state !== 'connecting' && connection.state !== 'online')
    );
  };
  return new Promise((resolve) => {
    const stop = subscribe(() => isDecided() && end());
    const timer = setTimeout(() => end(), listsWithinMs);
    function end() {
      stop();
      clearTimeout(timer);
      resolve();
    }
    if (isDecided()) end();
  });
}

/** Whether there is enough to show, and from then on for good. */
function useIsReady(isKnown: boolean): boolean {
  const isListed = useClientState((state) => state.conversationsState !== 'loading');
  // Whoever is known when the app is first drawn has waited already.
  const [isReady, setReady] = useState(isKnown);
  useEffect(() => {
    if (!isKnown || isReady) return;
    const timer = setTimeout(() => setReady(true), isListed ? 0 : listsWithinMs);
    return () => clearTimeout(timer);
  }, [isKnown, isListed, isReady]);
  return isReady || (isKnown && isListed);
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
