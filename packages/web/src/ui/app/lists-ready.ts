import type { TielineClient } from '@tieline/client';
import { useEffect, useState } from 'react';
import { useClientState } from './client-context.tsx';

/** Milliseconds for the lists to come: the app is shown once and with them, unless they take longer. */
const listsWithinMs = 400;

/** Until then the page has its skeleton: whatever is drawn earlier is drawn twice. */
export function waitForLists({ getState, subscribe }: TielineClient): Promise<void> {
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
export function useIsReady(isKnown: boolean): boolean {
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
