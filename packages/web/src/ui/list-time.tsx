import { useSyncExternalStore } from 'react';
import { areCalendarsRead, readCalendarsAfterPaint } from './calendars.ts';
import { useTimes } from './use-times.ts';

/** When something of a list happened. At the very first it leaves room for the words, so that the list comes before them. */
export function ListTime({ at, now }: { at: string; now: number }) {
  const times = useTimes();
  const isRead = useSyncExternalStore(readCalendarsAfterPaint, areCalendarsRead);
  return isRead ? <span>{times.short(at, now)}</span> : <span className="invisible">00:00</span>;
}
