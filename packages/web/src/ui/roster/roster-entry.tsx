import type { EntryView, PresenceView, Roster } from '@tieline/protocol';
import { isolate } from '@tieline/text';
import { MessageSquare } from 'lucide-react';
import { memo, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { SideBadge, SupervisorBadge } from '../elements/badge.tsx';
import { useSelf } from '../app/client-context.tsx';
import { join } from '../elements/join.ts';
import { usualOnRoster } from '../elements/usual-side.ts';
import { PersonLine } from '../elements/person-line.tsx';
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

/** Presence, details, and why no chat can be started. In as many lines as it takes: a cut title says too little. */
function About({ entry, presence }: { entry: EntryView; presence: PresenceView }) {
  const self = useSelf();
  const details = detailsOf(entry);
  const { start } = entry;
  return (
    <>
      <span className="block text-xs wrap-anywhere text-soft">
        <PresenceText presence={presence} />
        {details === '' ? null : (
          <>
            <span>{' · '}</span>
            <span>{details}</span>
          </>
        )}
      </span>
      {start.allowed || entry.seat === self.seat ? null : (
        <span className="block text-xs text-faint italic">{refusalText(start)}</span>
      )}
    </>
  );
}

/** Shown over the row under the pointer or the focus, where it takes no room from the words. */
function StartHint({ dense }: { dense: boolean }) {
  const { t } = useTranslation();
  return (
    <span
      aria-hidden="true"
      className="absolute end-1.5 top-1.5 inline-flex items-center gap-1.5 rounded-md bg-hover px-2 py-1 text-xs font-medium text-accent opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
    >
      <MessageSquare size={15} />
      {dense ? null : <span>{t('people.message')}</span>}
    </span>
  );
}

/** One entry: a button that starts the chat, or that says why none can be started. */
export const RosterEntry = memo(function RosterEntry({ roster, entry, dense, onStart }: EntryProps) {
  const { t } = useTranslation();
  const self = useSelf();
  const about = useId();
  const presence = usePresence(roster, entry.seat, entry.presence);
  const { name, start } = entry;
  return (
    <button
      type="button"
      data-list-row=""
      aria-disabled={!start.allowed}
      aria-label={t('people.start', { name, kind: t(`people.kind_${entry.kind}`) })}
      aria-describedby={about}
      onClick={() => start.allowed && onStart(entry)}
      className={join(
        'group relative flex w-full items-center gap-3 rounded-lg text-start transition-colors duration-(--quick) focus-visible:-outline-offset-2',
        dense ? 'min-h-12 px-2 py-1.5' : 'min-h-14 px-3 py-2',
        start.allowed ? 'hover:bg-hover hover:[--under:var(--hover)]' : 'cursor-default',
      )}
    >
      <PersonLine
        id={about}
        person={entry}
        size={dense ? 'medium' : 'large'}
        presence={presence.word}
        nameClass={join('font-medium', !start.allowed && 'text-soft')}
        wraps
        marks={
          <>
            <SideBadge kind={entry.kind} usual={usualOnRoster[roster]} />
            {entry.supervisor ? <SupervisorBadge /> : null}
            {entry.seat === self.seat ? <span className="text-xs text-faint">{t('people.self')}</span> : null}
          </>
        }
      >
        <About entry={entry} presence={presence} />
      </PersonLine>
      {start.allowed ? <StartHint dense={dense} /> : null}
    </button>
  );
});
