import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  addEventListener('focus', listener);
  addEventListener('blur', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    removeEventListener('focus', listener);
    removeEventListener('blur', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

export function isWindowActive(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** True while somebody looks at this page: only then is something read. */
export function useWindowActive(): boolean {
  return useSyncExternalStore(subscribe, isWindowActive);
}
