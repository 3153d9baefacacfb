import type { SeatId, SeatKind } from '@tieline/protocol';
import { isBlank, isFound } from '@tieline/text';
import { useQuery } from '@tanstack/react-query';
import { useClientState, useSelf, useTieline } from '../app/client-context.tsx';
import { chatsIn, ownSections, pathOf } from '../conversation-list/lists.ts';
import { useQueries } from '../app/queries.ts';
import { useDebounced } from '../roster/use-roster.ts';

/** Something to jump to: a chat that exists (`path`), or somebody to start one with. */
export interface Target {
  readonly key: string;
  readonly seat: SeatId;
  readonly name: string;
  readonly title: string;
  readonly kind: SeatKind;
  readonly path: string | null;
  readonly isArchived: boolean;
}

/** Chats first, then entries of the reader's rosters that may be written to. */
export function useTargets(typed: string): readonly Target[] {
  const client = useTieline();
  const self = useSelf();
  const all = useClientState((state) => state.conversations);
  const search = useDebounced(isBlank(typed) ? '' : typed.replaceAll('\0', '').trim(), 150);
  const queries = useQueries();
  const people = useQuery(
    {
      queryKey: ['switcher', self.rosters, search],
      enabled: search !== '',
      queryFn: () =>
        Promise.all(self.rosters.map((roster) => client.loadRoster(roster, { search, limit: 12 }))),
    },
    queries,
  );
  const chats = [...chatsIn(all, ownSections), ...chatsIn(all, ['archive'])]
    .filter((one) => one.phase !== 'over' && isFound(typed, [one.peer.name, one.peer.title]))
    .slice(0, 8)
    .map((one) => ({ ...one.peer, key: one.id, path: pathOf(one), isArchived: one.archive !== null }));
  const listedSeats = new Set<SeatId>(chats.map((chat) => chat.seat));
  const entries = (people.data ?? [])
    .flatMap((page) => page.entries)
    .filter((entry) => entry.start.allowed && !listedSeats.has(entry.seat) && listedSeats.add(entry.seat))
    .map(({ seat, name, title, kind }) => ({
      seat,
      name,
      title,
      kind,
      key: seat,
      path: null,
      isArchived: false,
    }));
  return [...chats, ...entries];
}
