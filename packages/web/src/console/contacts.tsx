import type { Roster } from '@tieline/protocol';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelf } from '../ui/app/client-context.tsx';
import { PaneBoundary } from '../ui/app/crash-boundary.tsx';
import { join } from '../ui/elements/join.ts';
import { walkList } from '../ui/keyboard/list-keys.ts';
import { RosterList } from '../ui/roster/lazy-roster.tsx';
import { SearchField } from '../ui/elements/search-field.tsx';
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
  const [typed, setTyped] = useState('');
  const text = texts[roster];
  return (
    <div
      role="tabpanel"
      id={`${id}-${roster}`}
      aria-labelledby={`${id}-${roster}-tab`}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div role="presentation" onKeyDown={walkList} className="contents">
        <div className="flex px-3 py-2.5">
          <SearchField label={t(text.search)} value={typed} onChange={setTyped} />
        </div>
        <div className="flex min-h-0 flex-1 flex-col px-1.5">
          <PaneBoundary of={typed}>
            <RosterList
              roster={roster}
              search={typed}
              label={t(text.tab)}
              empty={{ title: t(text.empty), hint: t(text.hint) }}
              dense
            />
          </PaneBoundary>
        </div>
      </div>
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
