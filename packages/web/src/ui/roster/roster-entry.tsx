import type { EntryView, Roster } from '@tieline/protocol';
import { isolate } from '@tieline/text';
import { MessageSquare } from 'lucide-react';
import { memo, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../elements/avatar.tsx';
import { SideBadge, SupervisorBadge } from '../elements/badge.tsx';
import { useSelf } from '../app/client-context.tsx';
import { join } from '../elements/join.ts';
import { PresenceText } from '../presence/presence-text.tsx';
import { refusalText } from '../texts/sentences.ts';
import { usePresence } from '../presence/use-presence.ts';

interface EntryProps {
  readonly roster: Roster;
  readonly entry: EntryView;
  readonly dense: boolean;
  readonly onStart: (entry: EntryView) => void;
}

/** Title, department and groups; empty where there are none. */
function detailsOf({ title, department, groups }: EntryView): string {
  return [title, department, groups.map((name) => isolate(name)).join(', ')]
    .filter(Boolean)
    .map((one) => isolate(one))
    .join(' · ');
}

/** One entry: a button that starts the chat, or that says why none can be started. */
export const RosterEntry = memo(function RosterEntry({ roster, entry, dense, onStart }: EntryProps) {
  const { t } = useTranslation();
  const self = useSelf();
  const about = useId();
  const presence = usePresence(roster, entry.seat, entry.presence);
  const { start } = entry;
  const details = detailsOf(entry);
  const isSelf = entry.seat === self.seat;
  const kind = t(`people.kind_${entry.kind}`);
  const showsBadge = roster === 'directory' || (entry.kind === 'agent' && roster === 'office');
  return (
    <button
      type="button"
      data-list-row=""
      aria-disabled={!start.allowed}
      aria-label={t('people.start', { name: entry.name, kind })}
      aria-describedby={about}
      onClick={() => start.allowed && onStart(entry)}
      className={join(
        'group relative flex w-full items-center gap-3 rounded-lg text-start transition-colors duration-(--quick) focus-visible:-outline-offset-2',
        dense ? 'min-h-12 px-2 py-1.5' : 'min-h-14 px-3 py-2',
        start.allowed ? 'hover:bg-hover hover:[--under:var(--hover)]' : 'cursor-default',
      )}
    >
      <Avatar
        name={entry.name}
        kind={entry.kind}
        seed={entry.seat}
        size={dense ? 'medium' : 'large'}
        presence={presence.word}
      />
      <span id={about} className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-1.5">
          <span
            translate="no"
            dir="auto"
            className={join('truncate text-match-parent font-medium', !start.allowed && 'text-soft')}
          >
            {entry.name}
          </span>
          {showsBadge ? <SideBadge kind={entry.kind} /> : null}
          {entry.supervisor ? <SupervisorBadge /> : null}
          {isSelf ? <span className="text-xs text-faint">{t('people.self')}</span> : null}
        </span>
        {/* As many lines as it takes: who somebody is helps nobody while it is cut off. */}
        <span className="block text-xs wrap-anywhere text-soft">
          <PresenceText presence={presence} />
          {details === '' ? null : (
            <>
              <span>{' · '}</span>
              <span>{details}</span>
            </>
          )}
        </span>
        {start.allowed || isSelf ? null : (
          <span className="block text-xs text-faint italic">{refusalText(start)}</span>
        )}
      </span>
      {start.allowed ? (
        <span
          aria-hidden="true"
          // Over the row, where it takes no room from the words.
          className="absolute end-1.5 top-1.5 inline-flex items-center gap-1.5 rounded-md bg-hover px-2 py-1 text-xs font-medium text-accent opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
        >
          <MessageSquare size={15} />
          {dense ? null : <span>{t('people.message')}</span>}
        </span>
      ) : null}
    </button>
  );
});
