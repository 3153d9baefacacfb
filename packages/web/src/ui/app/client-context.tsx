import type { ClientState, TielineClient } from '@tieline/client';
import type { SelfView } from '@tieline/protocol';
import { createContext, use, useSyncExternalStore } from 'react';

export const ClientContext = createContext<TielineClient | null>(null);
export const SelfContext = createContext<SelfView | null>(null);

export function useTieline(): TielineClient {
  const client = use(ClientContext);
  if (!client) throw new Error('There is no client above this component.');
  return client;
}

/** A part of what the client knows. `select` must return a part as it is, not a new object. */
export function useClientState<Part>(select: (state: ClientState) => Part): Part {
  const client = useTieline();
  return useSyncExternalStore(client.subscribe, () => select(client.getState()));
}

/** The signed-in reader. Only below the shell, which waits for it. */
export function useSelf(): SelfView {
  const self = use(SelfContext);
  if (!self) throw new Error('Nobody is signed in above this component.');
  return self;
}
