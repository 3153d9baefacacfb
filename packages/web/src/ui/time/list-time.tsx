import { useSyncExternalStore } from 'react';
import { areCalendarsReady, followCalendars } from './calendars.ts';
import { daysAgo } from './time.ts';
import { useTimes } from './use-times.ts';

/** When something of a list happened. What takes the browser's calendars comes after the list, in about this room. */
export function ListTime({ at, now }: { at: string; now: number }) {
  const times = useTimes();
  const areReady = useSyncExternalStore(followCalendars, areCalendarsReady);
  const isWord = daysAgo(at, now) === 1;
  return areReady || isWord ? (
    <span>{times.short(at, now)}</span>
  ) : (
    <span className="invisible">{'00:00'}</span>
  );
}
