import type { ClientStorage } from '@tieline/client';

/** Where the client keeps what waits to be sent: shared by the tabs of this browser, and there after a reload. */
export const browserStorage: ClientStorage = {
  read: (key) => localStorage.getItem(key),
  write: (key, value) => localStorage.setItem(key, value),
  remove: (key) => localStorage.removeItem(key),
  keys: () => Object.keys(localStorage),
};
