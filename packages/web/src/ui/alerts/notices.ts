import type { ConversationId, SeatId } from '@tieline/protocol';

/** What a notice tells of: a message to a seat. */
export interface NoticeSubject {
  readonly seat: SeatId;
  readonly conversation: ConversationId;
  /** The interaction with which its places begin; null: they begin with the conversation. */
  readonly interaction: number | null;
  readonly seq: number;
}

/** Something to show on the desktop, outside of the page. A later one of the same conversation takes its place. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly subject: NoticeSubject;
  /** Where a click leads when no page is open any more, below the app's own path. */
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

/** Those that this page shows by itself. */
const own = new Map<Notification, NoticeSubject>();

/** Shows it; a click brings a page of the app back and calls `onOpen` there. Answers why it could not be shown. */
export async function showNotice(
  notice: Notice,
  onOpen: (conversation: ConversationId) => void,
): Promise<NoticeProblem> {
  const problem = noticeProblem();
  if (problem !== null) return problem;
  const { title, body, subject, path } = notice;
  const tag = subject.conversation;
  // Without `renotify` a browser puts it in the place of the one before and says nothing.
  const look = {
    body,
    tag,
    renotify: true,
    icon: '/apple-touch-icon.png',
    data: { ...subject, app: appPath(), path },
  };
  // A notice of the worker outlives its page: a click on it finds another one, and each of them may take it back.
  if (await isShownByWorker(title, look)) return null;
  try {
    const shown = new Notification(title, look);
    own.set(shown, subject);
    shown.onclose = () => own.delete(shown);
    shown.onclick = () => {
      window.focus();
      onOpen(subject.conversation);
      shown.close();
    };
    return null;
  } catch {
    return 'unsupported';
  }
}

/** Takes away what is shown, by this page or another, of messages that are nobody's news any more. */
export async function closeNotices(isOver: (subject: NoticeSubject) => boolean): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration(workerPath);
  for (const shown of (await worker?.getNotifications()) ?? [])
    if (isOver(shown.data as NoticeSubject)) shown.close();
  for (const [shown, subject] of own) if (isOver(subject)) shown.close();
}

const workerPath = '/notice-worker.js';
/** Milliseconds for a worker to start; after that a notice is shown without it. */
const patienceMs = 3000;

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

async function isShownByWorker(title: string, look: NotificationOptions): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  try {
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs));
    const worker = await Promise.race([startWorker(), late]);
    await worker?.showNotification(title, look);
    return worker !== null;
  } catch {
    return false;
  }
}

/** Calls `onOpen` when a notice that the worker has shown is clicked. */
export function followNotices(onOpen: (conversation: ConversationId) => void): () => void {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined) return () => {};
  const hear = ({ data }: MessageEvent<unknown>) => {
    const id = typeof data === 'object' && data !== null && 'open' in data ? data.open : null;
    if (typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) onOpen(id as ConversationId);
  };
  serviceWorker.addEventListener('message', hear);
  return () => serviceWorker.removeEventListener('message', hear);
}
