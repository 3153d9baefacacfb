import type { PresenceView } from '@tieline/protocol';
import { useTranslation } from 'react-i18next';
import { useNow, useTimes } from './use-times.ts';

/** The word of a presence, with how long it has lasted where that is told. */
export function PresenceText({ presence }: { presence: PresenceView }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(30_000);
  const word = t(`presence.${presence.word}`);
  return (
    <span className="whitespace-nowrap">
      {presence.since === null || now - Date.parse(presence.since) < 60_000
        ? word
        : t('presence.lasting', { word, duration: times.lasting(presence.since, now) })}
    </span>
  );
}
