import { useEffect } from 'react';
import { useClientState } from './client-context.tsx';
import { fetchAhead } from './part-source.ts';

const delayMs = 500;

/** Once the lists are there: a part that is here already opens at once, and also without a line. */
export function useFetchAhead(): void {
  const isCalm = useClientState(
    ({ connection, conversationsState }) => connection.state === 'online' && conversationsState === 'ready',
  );
  useEffect(() => {
    if (!isCalm) return;
    const timer = setTimeout(() => void fetchAhead(), delayMs);
    return () => clearTimeout(timer);
  }, [isCalm]);
}
