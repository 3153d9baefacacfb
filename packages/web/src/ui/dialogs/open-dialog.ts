import { useSyncExternalStore } from 'react';

export type DialogName = 'switcher' | 'shortcuts' | 'settings' | 'devices' | 'logOut';

const listeners = new Set<() => void>();
let current: DialogName | null = null;

/** One dialog of the app at a time; null closes it. */
export function openDialog(name: DialogName | null): void {
  current = name;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useOpenDialog(): DialogName | null {
  return useSyncExternalStore(subscribe, () => current);
}
