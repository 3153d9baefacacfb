import { useSyncExternalStore } from 'react';
import type { NoticeProblem } from '../alerts/notices.ts';

/** What a person chose for this browser. */
export interface Choices {
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: string;
  readonly sound: boolean;
  readonly desktop: boolean;
  /** Why the last notification could not be shown, and the choice was taken back; null: none has failed. */
  readonly noticeProblem: NoticeProblem;
  /** Whether the person was asked for sound and notifications. */
  readonly asked: boolean;
}

const key = 'tieline.choices';
const initial: Choices = {
  theme: 'system',
  language: 'system',
  sound: false,
  desktop: false,
  noticeProblem: null,
  asked: false,
};
const listeners = new Set<() => void>();
let current: Choices | null = null;

function parse(stored: string | null): Choices {
  if (stored === null) return initial;
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === 'object' && value !== null ? { ...initial, ...value } : initial;
  } catch {
    // Somebody else's text under our key: begin anew.
    return initial;
  }
}

export function readChoices(): Choices {
  current ??= parse(localStorage.getItem(key));
  return current;
}

export function writeChoices(change: Partial<Choices>): void {
  // Of what is stored: another tab may have chosen something else meanwhile.
  current = { ...parse(localStorage.getItem(key)), ...change };
  localStorage.setItem(key, JSON.stringify(current));
  showTheme(current.theme);
  for (const listener of listeners) listener();
}

export function showTheme(theme: Choices['theme']): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** From now on what is chosen in another tab is chosen here as well. */
export function followChoices(): void {
  addEventListener('storage', (event) => {
    if (event.key !== key) return;
    current = parse(event.newValue);
    showTheme(current.theme);
    for (const listener of listeners) listener();
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useChoices(): Choices {
  return useSyncExternalStore(subscribe, readChoices);
}
