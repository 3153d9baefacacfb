import type { BrowserContextOptions } from 'playwright-core';

/** In front of what a browser test runs. */
export interface Condition {
  readonly motion: 'full' | 'reduced';
  readonly size: 'desktop' | 'phone';
  /** The browser translates the page, as `translation.ts` imitates it. */
  readonly translated: boolean;
}

const full = { motion: 'full' } as const;
const reduced = { motion: 'reduced' } as const;
const desktop = { size: 'desktop' } as const;
const phone = { size: 'phone' } as const;
const translated = { translated: true } as const;
const asWritten = { translated: false } as const;

/** Every motion on every size, and every pair with translation: for tests of the timeline, of what is unread and of the composer. */
export const allConditions: readonly Condition[] = [
  { ...full, ...desktop, ...asWritten },
  { ...reduced, ...phone, ...asWritten },
  { ...full, ...phone, ...translated },
  { ...reduced, ...desktop, ...translated },
];

/** Every other file with browser tests has one. A layout with lists beside the chat, or a keyboard, takes a desktop. */
export const conditions = {
  'agent-chat': { ...full, ...desktop, ...translated },
  'agent-files': { ...reduced, ...phone, ...asWritten },
  alerts: { ...reduced, ...desktop, ...translated },
  away: { ...full, ...desktop, ...asWritten },
  'broken-rows': { ...full, ...desktop, ...asWritten },
  'chat-list': { ...reduced, ...desktop, ...asWritten },
  'ended-chat': { ...full, ...desktop, ...asWritten },
  'first-load': { ...full, ...desktop, ...asWritten },
  files: { ...full, ...desktop, ...asWritten },
  images: { ...reduced, ...desktop, ...translated },
  'input-method': { ...reduced, ...desktop, ...asWritten },
  keyboard: { ...full, ...desktop, ...translated },
  letters: { ...reduced, ...desktop, ...asWritten },
  links: { ...full, ...desktop, ...asWritten },
  'log-in': { ...reduced, ...phone, ...translated },
  'lost-parts': { ...full, ...desktop, ...asWritten },
  'mode-change': { ...full, ...desktop, ...translated },
  narrow: { ...full, ...desktop, ...asWritten },
  phone: { ...reduced, ...phone, ...translated },
  paste: { ...full, ...desktop, ...asWritten },
  restart: { ...full, ...phone, ...asWritten },
  rosters: { ...full, ...phone, ...translated },
  'translated-page': { ...full, ...desktop, ...translated },
  'same-text': { ...reduced, ...desktop, ...asWritten },
  signals: { ...full, ...desktop, ...translated },
  screens: { ...reduced, ...desktop, ...asWritten },
  unheard: { ...reduced, ...desktop, ...asWritten },
} as const satisfies Record<string, Condition>;

const sizes = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
} as const;

/** What a browser profile has to be told of a condition. */
export function profileOf({ motion, size }: Condition): BrowserContextOptions {
  return { ...sizes[size], reducedMotion: motion === 'full' ? 'no-preference' : 'reduce' };
}
