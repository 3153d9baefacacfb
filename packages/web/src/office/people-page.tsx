import type { SeatKind } from '@tieline/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RosterSearch } from '../ui/roster/roster-search.tsx';

const kinds = [null, 'office', 'agent'] as const;

function KindFilter({
  value,
  onChange,
}: {
  value: SeatKind | null;
  onChange: (kind: SeatKind | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className="flex rounded-lg bg-hover p-0.5">
      <legend className="sr-only">{t('people.filter')}</legend>
      {kinds.map((kind) => (
        <label
          key={kind}
          className="flex h-8 flex-1 cursor-pointer items-center justify-center rounded-md px-3 text-soft has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-low has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="kind"
            className="sr-only"
            checked={kind === value}
            onChange={() => onChange(kind)}
          />
          <span>{t(`people.${kind ?? 'all'}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Everybody that the reader may find: office entries and agent entries, each a line of its own. */
export function PeoplePage() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<SeatKind | null>(null);
  return (
    <RosterSearch
      roster="office"
      kind={kind}
      label={t('people.label')}
      searchLabel={t('people.search')}
      empty={{ title: t('people.empty'), hint: t('people.emptyHint') }}
      className="flex min-h-0 flex-1 flex-col bg-surface"
      listClass="mx-auto w-full max-w-4xl px-2"
      head={(field) => (
        <header className="mx-auto w-full max-w-4xl px-4 pt-4 pb-3 md:pt-5 short:pt-2 short:pb-1">
          <h1 className="mb-3 px-1 text-lg font-semibold tracking-tight short:sr-only">
            {t('people.title')}
          </h1>
          <div className="flex flex-col gap-2 sm:flex-row">
            {field}
            <KindFilter value={kind} onChange={setKind} />
          </div>
        </header>
      )}
    />
  );
}
