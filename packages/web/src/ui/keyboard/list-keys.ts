import type { KeyboardEvent } from 'react';
import { keyOf } from './keys.ts';

const steps = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
  ['Home', -Infinity],
  ['End', Infinity],
]);

/** A key by itself, without another that is held. */
const isPlain = ({ altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent) =>
  !(altKey || ctrlKey || metaKey || shiftKey);

/**
 * The arrow keys lead from row to row of a list, and between the first one and the search field above it; Home and End to
 * the first and the last. For `onKeyDown` of what holds both. A row is what carries `data-list-row`.
 */
export function walkList(event: KeyboardEvent): void {
  const step = steps.get(keyOf(event) ?? '');
  if (step === undefined || !isPlain(event)) return;
  const { currentTarget, target } = event;
  const rows = [...currentTarget.querySelectorAll<HTMLElement>('[data-list-row]')];
  const field = currentTarget.querySelector<HTMLElement>('input[type="search"]');
  const from = rows.findIndex((row) => row === target);
  if (from === -1 && !(target === field && step === 1)) return;
  const to = Math.max(0, Math.min(rows.length - 1, from + step));
  const next = from === 0 && step === -1 && field ? field : rows[to];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The same sideways, for the buttons of a toolbar. */
export function walkToolbar(event: KeyboardEvent): void {
  const { currentTarget, target } = event;
  const isLeftwards = getComputedStyle(currentTarget).direction === 'rtl';
  const key = keyOf(event);
  const isNext = key === (isLeftwards ? 'ArrowLeft' : 'ArrowRight');
  if ((!isNext && key !== 'ArrowLeft' && key !== 'ArrowRight') || !isPlain(event)) return;
  const buttons = [...currentTarget.querySelectorAll<HTMLElement>('button:not([disabled])')];
  const from = buttons.findIndex((button) => button === target);
  if (from === -1) return;
  event.preventDefault();
  buttons[(from + (isNext ? 1 : buttons.length - 1)) % buttons.length]?.focus();
}

/** How much of the view moves with a page: a line or two stay, to read on from. */
const pagePart = 0.85;

/**
 * PageUp and PageDown in the text field move the messages, unless there is more text than the field shows. Answers whether
 * the key was for that.
 */
export function pageMessages(event: KeyboardEvent): boolean {
  const key = keyOf(event);
  if ((key !== 'PageUp' && key !== 'PageDown') || !isPlain(event)) return false;
  const field = event.target instanceof HTMLElement ? event.target : null;
  // The rich editor scrolls in the element around it.
  const isLong = [field, field?.parentElement].some(
    (one) => one && one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY !== 'visible',
  );
  const messages = document.querySelector<HTMLElement>('[data-timeline] [role="region"]');
  if (isLong || !messages) return false;
  messages.scrollBy({ top: (key === 'PageUp' ? -pagePart : pagePart) * messages.clientHeight });
  return true;
}
