import type { Roster } from '@tieline/protocol';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf } from '../ui/app/client-context.tsx';
import { join } from '../ui/elements/join.ts';
import { RosterSearch } from '../ui/roster/roster-search.tsx';
import { RosterTabs } from './roster-tabs.tsx';

const texts = {
  agents: {
    tab: 'console.myGroup',
    search: 'console.searchGroup',
    empty: 'console.noGroup',
    hint: 'console.noGroupHint',
  },
  directory: {
    tab: 'console.directory',
    search: 'console.searchDirectory',
    empty: 'people.empty',
    hint: 'people.emptyHint',
  },
  office: { tab: 'people.office', search: 'people.search', empty: 'people.empty', hint: 'people.emptyHint' },
} as const;

function Panel({ id, roster }: { id: string; roster: Roster }) {
  const { t } = useTranslation();
  const text = texts[roster];
  return (
    <div
      role="tabpanel"
      id={`${id}-${roster}`}
      aria-labelledby={`${id}-${roster}-tab`}
      className="flex min-h-0 flex-1 flex-col"
    >
      <RosterSearch
        roster={roster}
        label={t(text.tab)}
        searchLabel={t(text.search)}
        empty={{ title: t(text.empty), hint: t(text.hint) }}
        dense
        className="contents"
        listClass="px-1.5"
        head={(field) => <div className="flex px-3 py-2.5">{field}</div>}
      />
    </div>
  );
}

/** Whom the agent may write to: one tab for each roster that the agent has. */
export function Contacts({ className }: { className: string }) {
  const { t } = useTranslation();
  const { rosters } = useSelf();
  const id = useId();
  const [wanted, setWanted] = useState<Roster>('agents');
  const chosen = rosters.includes(wanted) ? wanted : (rosters[0] ?? 'agents');
  return (
    <aside
      aria-label={t('console.contacts')}
      className={join(
        'flex min-h-0 flex-col border-line bg-paper [--under:var(--paper)] max-lg:flex-1 lg:w-80 lg:shrink-0 lg:border-s',
        className,
      )}
    >
      <RosterTabs
        label={t('console.contacts')}
        id={id}
        tabs={rosters.map((roster) => [roster, t(texts[roster].tab)] as const)}
        chosen={chosen}
        onChoose={setWanted}
      />
      <Panel key={chosen} id={id} roster={chosen} />
    </aside>
  );
}
