/** Something to show on the desktop, outside of the page. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** A later notice with the same tag takes its place. */
  readonly tag: string;
  /** Where a click leads, below the app's own path. */
  readonly path: string;
}

/** Why no notice can be shown; null: they can, as far as one knows before the first. */
export type NoticeProblem = 'insecure' | 'unsupported' | 'blocked' | null;

export function noticeProblem(): NoticeProblem {
  if (!isSecureContext) return 'insecure';
  if (!('Notification' in globalThis)) return 'unsupported';
  return Notification.permission === 'granted' ? null : 'blocked';
}

/** Asks the person, unless they have answered before. */
export async function allowNotices(): Promise<NoticeProblem> {
  if (noticeProblem() === 'blocked') await Notification.requestPermission();
  return noticeProblem();
}

/** The path of the app, such as `/office`. */
const appPath = () => `/${location.pathname.split('/')[1] ?? ''}`;

/** Shows it; a click brings the page back and calls `onOpen`. Answers why it could not be shown. */
export async function showNotice(notice: Notice, onOpen: (path: string) => void): Promise<NoticeProblem> {
  const problem = noticeProblem();
  if (problem !== null) return problem;
  const { title, body, tag, path } = notice;
  const look = { body, tag, icon: '/favicon-office.svg' };
  try {
    const shown = new Notification(title, look);
    shown.onclick = () => {
      window.focus();
      onOpen(path);
      shown.close();
    };
    return null;
  } catch {
    // On a phone a page may not show one by itself; a worker of it may.
    return showByWorker(title, { ...look, data: { app: appPath(), path } });
  }
}

const workerPath = '/notice-worker.js';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: () => string },
  ): { createScriptURL(text: string): string };
}

let address: string | null = null;

/** The content policy lets no text be the address of a script; of this policy, none but the worker's. */
function workerAddress(): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  address ??=
    trustedTypes
      ?.createPolicy('tieline-notices', { createScriptURL: () => workerPath })
      .createScriptURL('') ?? workerPath;
  return address;
}

async function startWorker(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register(workerAddress());
  return navigator.serviceWorker.ready;
}

async function showByWorker(title: string, look: NotificationOptions): Promise<NoticeProblem> {
  if (!('serviceWorker' in navigator)) return 'unsupported';
  try {
    const worker = await startWorker();
    await worker.showNotification(title, look);
    return null;
  } catch {
    return 'unsupported';
  }
}

/** Calls `onOpen` when a notice that the worker has shown is clicked. */
export function followNotices(onOpen: (path: string) => void): () => void {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined) return () => {};
  const hear = ({ data }: MessageEvent<unknown>) => {
    const path = typeof data === 'object' && data !== null && 'open' in data ? data.open : null;
    if (typeof path === 'string' && /^\/(?!\/)/.test(path)) onOpen(path);
  };
  serviceWorker.addEventListener('message', hear);
  return () => serviceWorker.removeEventListener('message', hear);
}
