import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { followClock, nowOf } from './clock.ts';
import { localeFor } from '../texts/texts.ts';
import { clockTime, dayLabel, fullTime, lasting, listTime, narrowTime, sizeLabel } from './time.ts';

/** The present moment in milliseconds, told anew every `everyMs`. */
export function useNow(everyMs: number): number {
  const follow = useCallback((listener: () => void) => followClock(everyMs, listener), [everyMs]);
  return useSyncExternalStore(follow, () => nowOf(everyMs));
}

/** Dates and durations in the reader's language. */
export function useTimes() {
  const { t, i18n } = useTranslation();
  const locale = localeFor(i18n.language, navigator.languages);
  return useMemo(() => {
    const words = { today: t('time.today'), yesterday: t('time.yesterday') };
    return {
      clock: (at: string) => clockTime(at, locale),
      narrow: (at: string) => narrowTime(at, locale),
      full: (at: string) => fullTime(at, locale),
      day: (at: string, now: number) => dayLabel(at, now, locale, words),
      short: (at: string, now: number) => listTime(at, now, locale, words),
      size: (bytes: number) => sizeLabel(bytes, locale),
      lasting: (since: string, now: number) => {
        const span = lasting(since, now);
        if (span.unit === 'now') return t('time.now');
        if (span.unit === 'hoursMinutes')
          return t('time.hoursMinutes', { hours: span.hours, minutes: span.minutes });
        return t(`time.${span.unit}`, { count: span.count });
      },
    };
  }, [t, locale]);
}
