import type { ReactNode } from 'react';
import { useState } from 'react';
import { PaneBoundary } from '../app/crash-boundary.tsx';
import { join } from '../elements/join.ts';
import { SearchField } from '../elements/search-field.tsx';
import { walkList } from '../keyboard/list-keys.ts';
import { RosterList } from './lazy-roster.tsx';
import type { RosterListProps } from './roster-list.tsx';

interface RosterSearchProps extends Omit<RosterListProps, 'search'> {
  readonly searchLabel: string;
  readonly className: string;
  readonly listClass: string;
  /** What stands above the list, with the search field in its place. */
  readonly head: (field: ReactNode) => ReactNode;
}

/** A roster below a field that searches it. The arrow keys walk from the field into the list. */
export function RosterSearch({ searchLabel, className, listClass, head, ...list }: RosterSearchProps) {
  const [typed, setTyped] = useState('');
  return (
    <div role="presentation" onKeyDown={walkList} className={className}>
      {head(<SearchField label={searchLabel} value={typed} onChange={setTyped} />)}
      <div className={join('flex min-h-0 flex-1 flex-col', listClass)}>
        <PaneBoundary of={typed}>
          <RosterList {...list} search={typed} />
        </PaneBoundary>
      </div>
    </div>
  );
}
