import type { ConversationView } from '@tieline/protocol';
import { useLayoutEffect } from 'react';
import { focusList } from './focus.ts';
import { keyOf } from './keys.ts';
import { neighbourOf, pathOf } from '../conversation-list/lists.ts';
import { openDialog } from '../dialogs/open-dialog.ts';
import { useGo } from '../app/use-overlay.ts';

export const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
export const commandKey = isApple ? '⌘' : 'Ctrl';

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]');
}

/** Whether somebody else has taken the key. The rich editor takes Escape and does nothing with it. */
function isClaimed(event: KeyboardEvent): boolean {
  const inEditor = event.target instanceof HTMLElement && event.target.isContentEditable;
  return event.defaultPrevented && !(inEditor && keyOf(event) === 'Escape');
}

/** Beside what is open above the page, the page itself stands still. */
function isOverlayOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

/** `?` where nothing is written; with the command key everywhere. Which key has `/` and `?`, and whether with Shift, is the keyboard's. */
function opensSheet(event: KeyboardEvent): boolean {
  const { target, altKey } = event;
  const key = keyOf(event);
  if (altKey) return false;
  return isCommand(event) ? key === '/' || key === '?' : key === '?' && !isEditable(target);
}

const isCommand = ({ metaKey, ctrlKey }: KeyboardEvent) => (isApple ? metaKey : ctrlKey);

/**
 * Before anything else on the page: where `/` is on the 7, as on a German keyboard, the editor would take the key for its
 * list by the place of the 7.
 */
function useSheetKey(): void {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!opensSheet(event)) return;
      event.preventDefault();
      event.stopPropagation();
      openDialog('shortcuts');
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

/** The keys that work everywhere in an app. `order`: the chats as the lists show them. */
export function useShortcuts(order: readonly ConversationView[], open: string | undefined): void {
  const go = useGo();
  useSheetKey();
  // Before the page is painted: whoever sees a chat open may press the next key at once.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (key === null || isClaimed(event)) return;
      if (isCommand(event) && key.toLowerCase() === 'k' && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        openDialog('switcher');
      } else if (isOverlayOpen()) {
        return;
      } else if (event.altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
        event.preventDefault();
        const next = neighbourOf(order, open, key === 'ArrowDown' ? 1 : -1);
        if (next) go(pathOf(next));
      } else if (key === 'Escape') {
        focusList();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [go, order, open]);
}
