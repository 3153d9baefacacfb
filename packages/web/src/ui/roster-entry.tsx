import type { EntryView, Roster } from '@tieline/protocol';
import { isolate } from '@tieline/text';
import { MessageSquare } from 'lucide-react';
import { memo, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from './avatar.tsx';
import { SideBadge, SupervisorBadge } from './badge.tsx';
import { useSelf } from './client-context.tsx';
import { join } from './join.ts';
import { PresenceText } from './presence-text.tsx';
import { refusalText } from './sentences.ts';
import { usePresence } from './use-presence.ts';

interface EntryProps {
  readonly roster: Roster;
  readonly entry: EntryView;
  readonly dense: boolean;
  readonly onStart: (entry: EntryView) => void;
}

function Details({ entry }: { entry: EntryView }) {
  const details = [entry.title, entry.department, entry.groups.map((name) => isolate(name)).join(', ')];
  return (
    <span className="min-w-0 truncate">
      {details
        .filter(Boolean)
        .map((one) => isolate(one))
        .join(' · ')}
    </span>
  );
}

/** One entry: a button that starts the chat, or that says why none can be started. */
export const RosterEntry = memo(function RosterEntry({ roster, entry, dense, onStart }: EntryProps) {
  const { t } = useTranslation();
  const self = useSelf();
  const about = useId();
  const presence = usePresence(roster, entry.seat, entry.presence);
  const { start } = entry;
  const isSelf = entry.seat === self.seat;
  const kind = t(`people.kind_${entry.kind}`);
  const showsBadge = roster === 'directory' || (entry.kind === 'agent' && roster === 'office');
  return (
    <button
      type="button"
      aria-disabled={!start.allowed}
      aria-label={t('people.start', { name: entry.name, kind })}
      aria-describedby={about}
      onClick={() => start.allowed && onStart(entry)}
      className={join(
        'group flex w-full items-center gap-3 rounded-lg text-start transition-colors duration-(--quick) focus-visible:-outline-offset-2',
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
        <span className="flex min-w-0 items-center gap-1.5 text-xs text-soft">
          <PresenceText presence={presence} />
          {entry.title + entry.department + entry.groups.join('') === '' ? null : (
            <span aria-hidden="true">·</span>
          )}
          <Details entry={entry} />
        </span>
        {start.allowed || isSelf ? null : (
          <span className="block text-xs text-faint italic">{refusalText(start)}</span>
        )}
      </span>
      {start.allowed ? (
        <span
          aria-hidden="true"
          className="inline-flex items-center gap-1.5 rounded-md px-2 py-1 text-xs font-medium text-accent opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
        >
          <MessageSquare size={15} />
          {dense ? null : <span>{t('people.message')}</span>}
        </span>
      ) : null}
    </button>
  );
});
