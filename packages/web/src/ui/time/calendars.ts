/** What `early.js` has done about the calendars, where it ran. */
interface Early {
  readonly areReady: boolean;
  readonly timer: number;
}

const early = (globalThis as { tielineCalendars?: Early }).tielineCalendars;
// The scripts are there, so the list comes first.
clearTimeout(early?.timer);

const listeners = new Set<() => void>();
let areReady = early?.areReady ?? false;
let isAwaited = false;

/** Whether a moment may be written: the first time, the browser takes as long for it as for drawing a whole list. */
export function areCalendarsReady(): boolean {
  return areReady;
}

/** Calls back once what has just been drawn is on the screen, from when on moments may be written; returns the way to stop. */
export function followCalendars(listener: () => void): () => void {
  listeners.add(listener);
  if (!areReady && !isAwaited) {
    isAwaited = true;
    // A page that nobody looks at is not painted.
    if (document.hidden) setTimeout(open);
    else requestAnimationFrame(() => setTimeout(open));
  }
  return () => void listeners.delete(listener);
}

function open(): void {
  areReady = true;
  for (const listener of listeners) listener();
}
