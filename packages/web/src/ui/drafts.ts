import type { ConversationId, SeatId } from '@tieline/protocol';
import { isBlank } from '@tieline/text';

const prefix = 'tieline.draft.';
const tabKey = 'tieline.tab';

/** What one tab holds, and when it was typed: milliseconds. */
interface Slot {
  readonly text: string;
  readonly at: number;
}
type Slots = Readonly<Record<string, Slot>>;

/** What this tab holds now, by key. */
const live = new Map<string, string>();
/** Whose draft this tab went on with, by key: it moves here with the first change. */
const movedFrom = new Map<string, { readonly tab: string; readonly at: number }>();
let isFaulty = false;

const keyOf = (seat: SeatId, conversation: ConversationId) => `${prefix}${seat}.${conversation}`;

/** This tab, also after a reload. */
function ownTab(): string {
  const known = sessionStorage.getItem(tabKey);
  if (known !== null) return known;
  const made = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  sessionStorage.setItem(tabKey, made);
  return made;
}

/** Another version, or another program, may have written anything. */
function isSlot(entry: [string, unknown]): entry is [string, Slot] {
  const [, value] = entry;
  if (typeof value !== 'object' || value === null || !('text' in value) || !('at' in value)) return false;
  return typeof value.text === 'string' && !isBlank(value.text) && typeof value.at === 'number';
}

function slotsOf(key: string): Slots {
  const kept = localStorage.getItem(key);
  if (kept === null) return {};
  try {
    const { tabs } = JSON.parse(kept) as { tabs?: object };
    if (tabs !== undefined) return Object.fromEntries(Object.entries(tabs).filter(isSlot));
  } catch {
    // A plain text, as an earlier version wrote it.
  }
  return isBlank(kept) ? {} : { '': { text: kept, at: 0 } };
}

function keepSlots(key: string, slots: Slots): void {
  try {
    if (Object.keys(slots).length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ tabs: slots }));
  } catch (fault) {
    // Full. It must not keep anybody from typing on.
    if (!isFaulty) reportError(fault);
    isFaulty = true;
  }
}

/**
 * What was typed and not sent, one for each conversation of a seat and each tab, so that two tabs do not wipe each
 * other's. It survives a reload and a crash; log-out deletes it. A tab without one goes on with the newest other one.
 */
export function readDraft(seat: SeatId, conversation: ConversationId): string {
  const key = keyOf(seat, conversation);
  const slots = slotsOf(key);
  const own = slots[ownTab()];
  if (own !== undefined) return own.text;
  const [newest] = Object.entries(slots).toSorted(([, one], [, other]) => other.at - one.at);
  if (newest === undefined) return '';
  const [tab, { text, at }] = newest;
  movedFrom.set(key, { tab, at });
  return text;
}

const isKept = (key: string): boolean => Object.keys(slotsOf(key)).length > 0;

/** Whether anything was typed there that can be seen, and not sent, in whichever tab. */
export function hasDraft(seat: SeatId, conversation: ConversationId): boolean {
  return isKept(keyOf(seat, conversation));
}

/** The conversations of a seat in which something was typed and not sent. */
export function draftsOf(seat: SeatId): ConversationId[] {
  const own = `${prefix}${seat}.`;
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(own) && isKept(key));
  return keys.map((key) => key.slice(own.length) as ConversationId);
}

/** Called with every change, so that a crash takes nothing with it. What cannot be seen is no draft. */
export function writeDraft(seat: SeatId, conversation: ConversationId, text: string): void {
  const key = keyOf(seat, conversation);
  const draft = isBlank(text) ? '' : text;
  if (draft === '') live.delete(key);
  else live.set(key, draft);
  const { [ownTab()]: _own, ...others } = slotsOf(key);
  const moved = movedFrom.get(key);
  const rest = Object.entries(others).filter(([tab, { at }]) => tab !== moved?.tab || at !== moved.at);
  movedFrom.delete(key);
  keepSlots(key, {
    ...Object.fromEntries(rest),
    ...(draft === '' ? {} : { [ownTab()]: { text: draft, at: Date.now() } }),
  });
}

/** Another tab may have gone on with what stands here: at its end, the page keeps its own once more. */
export function keepDraftsOnLeaving(): void {
  addEventListener('pagehide', () => {
    for (const [key, text] of live) keepSlots(key, { ...slotsOf(key), [ownTab()]: { text, at: Date.now() } });
  });
}

/** A shared computer must not hand on what somebody typed. */
export function deleteDrafts(seat: SeatId): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`${prefix}${seat}.`)) localStorage.removeItem(key);
  }
  for (const key of live.keys()) if (key.startsWith(`${prefix}${seat}.`)) live.delete(key);
}
