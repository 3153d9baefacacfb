import type { GoneChat } from '@tieline/client';
import type { ConversationId, SeatId } from '@tieline/protocol';
import { isBlank } from '@tieline/text';

const prefix = 'tieline.draft.';
const tabKey = 'tieline.tab';

/** The interaction of an agent chat that a draft was written in, and how it ended; null while it runs. */
export interface DraftOrigin {
  readonly interaction: number;
  readonly end: GoneChat['end'];
}

interface Draft {
  readonly text: string;
  readonly origin: DraftOrigin | null;
}

/** What one tab holds, and when it was typed: milliseconds. */
interface Slot extends Draft {
  readonly at: number;
}
type Slots = Readonly<Record<string, Slot>>;

/** What this tab holds now, by key. */
const live = new Map<string, Draft>();
/** Whose draft this tab went on with, by key: it moves here with the first change. */
const movedFrom = new Map<string, { readonly tab: string; readonly at: number }>();
let isFaulty = false;

const keyOf = (seat: SeatId, conversation: ConversationId) => `${prefix}${seat}.${conversation}`;

/** This tab, also after a reload. */
function ownTab(): string {
  const stored = sessionStorage.getItem(tabKey);
  if (stored !== null) return stored;
  const id = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  sessionStorage.setItem(tabKey, id);
  return id;
}

/** Another version, or another program, may have written anything. */
function slotsIn([tab, value]: [string, unknown]): [string, Slot][] {
  if (typeof value !== 'object' || value === null || !('text' in value) || !('at' in value)) return [];
  const { text, at } = value;
  if (typeof text !== 'string' || isBlank(text) || typeof at !== 'number') return [];
  return [[tab, { text, at, origin: 'origin' in value ? originIn(value.origin) : null }]];
}

function originIn(value: unknown): DraftOrigin | null {
  if (typeof value !== 'object' || value === null || !('interaction' in value)) return null;
  const { interaction, end = null } = value as DraftOrigin;
  return typeof interaction === 'number' ? { interaction, end } : null;
}

function slotsOf(key: string): Slots {
  const stored = localStorage.getItem(key);
  if (stored === null) return {};
  try {
    const { tabs } = JSON.parse(stored) as { tabs?: object };
    if (tabs !== undefined) return Object.fromEntries(Object.entries(tabs).flatMap(slotsIn));
  } catch {
    // A plain text, as an earlier version wrote it.
  }
  return isBlank(stored) ? {} : { '': { text: stored, at: 0, origin: null } };
}

function keepSlots(key: string, slots: Slots): void {
  try {
    if (Object.keys(slots).length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ tabs: slots }));
  } catch (fault) {
    // A full storage must not stop anybody from typing.
    if (!isFaulty) reportError(fault);
    isFaulty = true;
  }
  for (const listener of listeners) listener();
}

const listeners = new Set<() => void>();

/** Calls `listener` after every change, of this tab and of others, until what it returns is called. */
export function followDrafts(listener: () => void): () => void {
  const onStorage = ({ key: changed }: StorageEvent) => {
    if (changed === null || changed.startsWith(prefix)) listener();
  };
  listeners.add(listener);
  addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', onStorage);
  };
}

/** What this tab goes on with: its own, else the newest of another. */
function slotToRead(key: string): [tab: string, slot: Slot] | undefined {
  const slots = slotsOf(key);
  const own = slots[ownTab()];
  if (own !== undefined) return [ownTab(), own];
  return Object.entries(slots).toSorted(([, one], [, other]) => other.at - one.at)[0];
}

/**
 * What was typed and not sent, one for each conversation of a seat and each tab, so that two tabs do not wipe each
 * other's. It survives a reload and a crash; log-out deletes it. A tab without one goes on with the newest other one.
 */
export function readDraft(seat: SeatId, conversation: ConversationId): string {
  const key = keyOf(seat, conversation);
  const [tab, slot] = slotToRead(key) ?? [];
  if (tab === undefined || slot === undefined) return '';
  if (tab !== ownTab()) movedFrom.set(key, { tab, at: slot.at });
  return slot.text;
}

/** The same for who only shows it. */
export function peekDraft(seat: SeatId, conversation: ConversationId): string {
  return slotToRead(keyOf(seat, conversation))?.[1].text ?? '';
}

/** What that draft was written in; null where no interaction ran. */
export function readOrigin(seat: SeatId, conversation: ConversationId): DraftOrigin | null {
  return slotToRead(keyOf(seat, conversation))?.[1].origin ?? null;
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
export function writeDraft(
  seat: SeatId,
  conversation: ConversationId,
  text: string,
  origin: DraftOrigin | null = null,
): void {
  const key = keyOf(seat, conversation);
  const draft = { text: isBlank(text) ? '' : text, origin };
  if (draft.text === '') live.delete(key);
  else live.set(key, draft);
  const { [ownTab()]: _own, ...others } = slotsOf(key);
  const moved = movedFrom.get(key);
  const rest = Object.entries(others).filter(([tab, { at }]) => tab !== moved?.tab || at !== moved.at);
  movedFrom.delete(key);
  keepSlots(key, {
    ...Object.fromEntries(rest),
    ...(draft.text === '' ? {} : { [ownTab()]: { ...draft, at: Date.now() } }),
  });
}

/** The same words, for another interaction: the one before is over, or the next one is wanted. */
export function moveDraft(seat: SeatId, conversation: ConversationId, origin: DraftOrigin | null): void {
  const slot = slotToRead(keyOf(seat, conversation))?.[1];
  if (slot === undefined || JSON.stringify(slot.origin) === JSON.stringify(origin)) return;
  writeDraft(seat, conversation, readDraft(seat, conversation), origin);
}

/** Another tab may have gone on with what stands here: at its end, the page keeps its own once more. */
export function keepDraftsOnLeaving(): void {
  addEventListener('pagehide', () => {
    for (const [key, draft] of live)
      keepSlots(key, { ...slotsOf(key), [ownTab()]: { ...draft, at: Date.now() } });
  });
}

/** A shared computer must not hand on what somebody typed. */
export function deleteDrafts(seat: SeatId): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`${prefix}${seat}.`)) localStorage.removeItem(key);
  }
  for (const key of live.keys()) if (key.startsWith(`${prefix}${seat}.`)) live.delete(key);
}
