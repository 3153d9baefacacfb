import type { PresenceView } from '@tieline/protocol';
import { useTranslation } from 'react-i18next';
import { useNow, useTimes } from '../time/use-times.ts';

/** The word of a presence, with how long it has lasted where that is told. */
export function PresenceText({ presence }: { presence: PresenceView }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(30_000);
  const word = t(`presence.${presence.word}`);
  const { since } = presence;
  const isNew = since === null || now - Date.parse(since) < 60_000;
  return (
    // By its word: a translation of the word before must not come late and stay.
    <span key={presence.word} className="whitespace-nowrap">
      {isNew ? word : t('presence.lasting', { word, duration: times.lasting(since, now) })}
    </span>
  );
}
