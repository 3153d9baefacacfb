interface PageEvents {
  addEventListener?: (name: 'online' | 'offline' | 'pagehide', listener: () => void) => void;
  removeEventListener?: (name: 'online' | 'offline' | 'pagehide', listener: () => void) => void;
  navigator?: { onLine?: boolean };
}

/** Listens to the browser's network events. A program in Node gets none and is never offline. */
export function watchNetwork(
  onOnline: () => void,
  onOffline: () => void,
): { readonly isOffline: boolean; stop(): void } {
  const page = globalThis as PageEvents;
  page.addEventListener?.('online', onOnline);
  page.addEventListener?.('offline', onOffline);
  return {
    isOffline: page.navigator?.onLine === false,
    stop() {
      page.removeEventListener?.('online', onOnline);
      page.removeEventListener?.('offline', onOffline);
    },
  };
}

/** Calls `leave` at the end of the page: a reload, a closed tab. Never called in Node. */
export function onLeaving(leave: () => void): void {
  (globalThis as PageEvents).addEventListener?.('pagehide', leave);
}
