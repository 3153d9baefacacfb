import type { ConversationView } from '@tieline/protocol';
import { useLayoutEffect } from 'react';
import { useNavigate } from 'react-router';
import { focusList } from './focus.ts';
import { keyOf } from './keys.ts';
import { neighbourOf, pathOf } from './lists.ts';
import { openDialog } from './open-dialog.ts';

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

/** The keys that work everywhere in an app. `order`: the chats as the lists show them. */
export function useShortcuts(order: readonly ConversationView[], open: string | undefined): void {
  const navigate = useNavigate();
  // Before the page is painted: whoever sees a chat open may press the next key at once.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (key === null || isClaimed(event)) return;
      const command = isApple ? event.metaKey : event.ctrlKey;
      if (command && key.toLowerCase() === 'k' && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        openDialog('switcher');
      } else if (key === '?' && !isEditable(event.target)) {
        event.preventDefault();
        openDialog('shortcuts');
      } else if (event.altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
        event.preventDefault();
        const next = neighbourOf(order, open, key === 'ArrowDown' ? 1 : -1);
        if (next) void navigate(pathOf(next));
      } else if (key === 'Escape' && !document.querySelector('[role="dialog"], [role="menu"]')) {
        focusList();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate, order, open]);
}
