import type { ConversationView, PresenceView, PresenceWord, Roster, SeatId } from '@tieline/protocol';
import { useEffect } from 'react';
import { useClientState, useTieline } from '../app/client-context.tsx';

/** The live presence of an entry where it is watched, else as it was when the entry was loaded. */
export function usePresence(roster: Roster | null, seat: SeatId, loaded: PresenceView): PresenceView {
  return useClientState((state) => (roster && state.presence.get(`${roster}:${seat}`)) || loaded);
}

const gone: ReadonlySet<PresenceWord> = new Set(['offline', 'logged-out']);

/** Whether the other of a chat looks logged out. Somebody on no roster of the reader looks like nothing. */
export function useIsAway({ roster, seat, presence }: ConversationView['peer']): boolean {
  const { word } = usePresence(roster, seat, presence);
  return roster !== null && gone.has(word);
}

interface Watched {
  readonly roster: Roster;
  readonly seat: SeatId;
}

/** Hears of the presence of these entries for as long as the component shows them. */
export function useWatch(entries: readonly Watched[]): void {
  const client = useTieline();
  const key = entries.map((entry) => `${entry.roster}:${entry.seat}`).join();
  useEffect(() => {
    if (key === '') return;
    const watched = key.split(',').map((pair) => {
      const [roster, seat] = pair.split(':');
      return { roster: roster as Roster, seat: seat as SeatId };
    });
    return client.watchPresence(watched);
  }, [client, key]);
}

/** The peers of a list, as far as a roster of the reader holds them. */
export function watchedPeers(conversations: readonly ConversationView[]): Watched[] {
  return conversations
    .slice(0, 100)
    .flatMap(({ peer }) => (peer.roster ? [{ roster: peer.roster, seat: peer.seat }] : []));
}
