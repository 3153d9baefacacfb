/** What `early.js` has done about the calendars, where it ran. */
interface Early {
  readonly isRead: boolean;
  readonly timer: number;
}

const early = (globalThis as { tielineCalendars?: Early }).tielineCalendars;
// From here on the app is faster than whoever waits for it.
clearTimeout(early?.timer);

const listeners = new Set<() => void>();
let isRead = early?.isRead ?? false;
let isReading = false;

/** Whether the browser has read its calendars: their first use takes as long as drawing a whole list. */
export function areCalendarsRead(): boolean {
  return isRead;
}

/** Reads them once what has just been drawn is on the screen; returns the way to stop listening. */
export function readCalendarsAfterPaint(listener: () => void): () => void {
  listeners.add(listener);
  if (!isRead && !isReading) {
    isReading = true;
    requestAnimationFrame(() => setTimeout(tellRead));
  }
  return () => void listeners.delete(listener);
}

function tellRead(): void {
  isRead = true;
  for (const listener of listeners) listener();
}
