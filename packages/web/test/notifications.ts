import { vi } from 'vitest';

/** A notification of a browser, which tells nobody anything. */
export class FakeNotification {
  static permission: NotificationPermission = 'granted';
  /** What the person says when they are asked. */
  static answer: NotificationPermission = 'granted';
  static requests = 0;
  /** Those that are on the screen, the oldest first. */
  static shown: FakeNotification[] = [];

  static async requestPermission(): Promise<NotificationPermission> {
    FakeNotification.requests += 1;
    return (FakeNotification.permission = FakeNotification.answer);
  }

  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly data: unknown;
  onclick: (() => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(title: string, { body = '', tag = '', data }: NotificationOptions = {}) {
    this.title = title;
    this.body = body;
    this.tag = tag;
    this.data = data;
    // A later one with the same tag takes the place of the one before.
    FakeNotification.shown = FakeNotification.shown.filter((one) => one.tag !== tag || tag === '');
    FakeNotification.shown.push(this);
  }

  close(): void {
    FakeNotification.shown = FakeNotification.shown.filter((one) => one !== this);
    this.onclose?.();
  }
}

/** A browser that shows notifications to a person who allows them; `vi.unstubAllGlobals` takes it away. */
export function stubNotifications(permission: NotificationPermission = 'granted'): void {
  FakeNotification.permission = permission;
  FakeNotification.answer = 'granted';
  FakeNotification.requests = 0;
  FakeNotification.shown = [];
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('Notification', FakeNotification);
}

export const noticeTexts = () => FakeNotification.shown.map(({ title, body }) => [title, body]);
