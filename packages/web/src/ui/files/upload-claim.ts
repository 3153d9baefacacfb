import type { UploadStorage } from '@tieline/client';

// Two tabs must not upload the same file. A lock of the browser is the claim where there are locks: it is given up
// with the tab, however that ends, and whoever waits gets it. A page without TLS has no locks. There the claim is a
// mark in the storage of the browser, signed with the time again and again: whoever finds no fresh mark writes their
// own, and has the claim if it still stands a moment later. A hidden tab may renew once a minute only, so a mark stays
// fresh for longer than that. Should two tabs have one claim for a moment, the server lets only one of them write.
const renewEveryMs = 5_000;
const freshMs = 90_000;
const confirmMs = 100;

export const claimUpload: UploadStorage['claim'] = (id, signal) => {
  const name = `tieline.upload.${id}`;
  return 'locks' in navigator ? claimLock(name, signal) : claimMark(name, signal);
};

function claimLock(name: string, signal: AbortSignal): Promise<() => void> {
  return new Promise((resolve, reject) => {
    // Held for as long as the promise inside is not resolved.
    const hold = () => new Promise<void>((release) => resolve(release));
    navigator.locks.request(name, { signal }, hold).catch(reject);
  });
}

async function claimMark(name: string, signal: AbortSignal): Promise<() => void> {
  const owner = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  const renew = () => localStorage.setItem(name, JSON.stringify({ owner, at: Date.now() }));
  for (;;) {
    signal.throwIfAborted();
    const holder = freshOwner(name);
    if (holder === owner) break;
    if (holder === null) renew();
    await pause(holder === null ? confirmMs : renewEveryMs);
  }
  const renewal = setInterval(renew, renewEveryMs);
  const release = () => {
    clearInterval(renewal);
    removeEventListener('pagehide', release);
    if (freshOwner(name) === owner) localStorage.removeItem(name);
  };
  addEventListener('pagehide', release);
  return release;
}

function freshOwner(name: string): string | null {
  try {
    const { owner, at } = JSON.parse(localStorage.getItem(name) ?? '{}') as { owner?: string; at?: number };
    return owner !== undefined && Date.now() - (at ?? 0) < freshMs ? owner : null;
  } catch {
    return null;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
