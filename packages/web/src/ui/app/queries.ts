import { QueryClient } from '@tanstack/react-query';
import type { TielineClient } from '@tieline/client';
import { useTieline } from './client-context.tsx';

const kept = new WeakMap<TielineClient, QueryClient>();

function queriesOf(client: TielineClient): QueryClient {
  const known = kept.get(client);
  if (known) return known;
  const made = new QueryClient({ defaultOptions: { queries: { retry: 1 } } });
  kept.set(client, made);
  // What was loaded is asked for again when the window or the line comes back.
  made.mount();
  client.onCompanyChanged(() => void made.invalidateQueries({ queryKey: ['roster'] }));
  return made;
}

/** What long lists have loaded, kept for the next one that shows it. No part of the first load, which has none of them. */
export function useQueries(): QueryClient {
  return queriesOf(useTieline());
}
