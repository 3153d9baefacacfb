import { QueryClient } from '@tanstack/react-query';
import type { TielineClient } from '@tieline/client';
import { useTieline } from './client-context.tsx';

const queryClients = new WeakMap<TielineClient, QueryClient>();

function queriesOf(client: TielineClient): QueryClient {
  const existing = queryClients.get(client);
  if (existing) return existing;
  const created = new QueryClient({ defaultOptions: { queries: { retry: 1 } } });
  queryClients.set(client, created);
  // What was loaded is asked for again when the window or the line comes back.
  created.mount();
  client.onCompanyChanged(() => void created.invalidateQueries({ queryKey: ['roster'] }));
  return created;
}

/** The cache of long lists. Not part of the first load, which shows none of them. */
export function useQueries(): QueryClient {
  return queriesOf(useTieline());
}
