import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type Condition, profileOf } from './conditions.ts';
import { bareTextScript, translationScript } from './translation.ts';

/** One page of one person, with all that went over its line and all that it complained about. */
export interface Window {
  readonly page: Page;
  /** The frames of its sockets as text, in order. */
  readonly received: readonly string[];
  readonly sent: readonly string[];
}

/** Every window of a test, each a browser profile of its own unless it shares one. */
export interface Windows {
  open(options?: BrowserContextOptions): Promise<Window>;
  /** One more page in the profile of a window, such as the other app in the same browser. */
  openBeside(window: Window): Promise<Window>;
  /** Errors of the console, faults of pages and breaches of the content policy, so far. */
  complaints(): readonly string[];
  /** For a test that brings them about: takes those of this kind from the complaints so far, and answers how many there were. */
  takeComplaints(kind: RegExp): number;
  close(): Promise<void>;
}

/** Long enough for a busy machine; nothing waits for it to pass. */
const patienceMs = 30_000;

/** What a browser reports by itself about an answer that the page asked for and understands. */
const expected = [
  // A wrong password is an answer.
  /status of 401.*\/api\/v1\/log-in$/,
  // An image that is none.
  /status of 422.*\/api\/v1\/uploads\/[0-9a-f-]+$/,
  // A server that is away, or the network: nothing but a test that takes them away does that.
  /ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/,
  /WebSocket connection to .* failed/,
];

/** Opens windows under a condition, unless the options of one say otherwise. */
export function openWindows(browser: Browser, condition: Condition): Windows {
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  const complain = (text: string) => {
    if (!expected.some((one) => one.test(text))) complaints.push(text);
  };
  const openIn = async (context: BrowserContext): Promise<Window> => {
    const page = await context.newPage();
    const received: string[] = [];
    const sent: string[] = [];
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => received.push(payload.toString()));
      socket.on('framesent', ({ payload }) => sent.push(payload.toString()));
    });
    page.on('pageerror', (error) => complain(`fault: ${error.name} ${error.message} ${error.stack ?? ''}`));
    page.on('console', (line) => {
      if (line.type() === 'error') complain(`${line.text()} ${line.location().url}`);
    });
    return { page, received, sent };
  };
  return {
    open: async (options = {}) => {
      const context = await browser.newContext({
        locale: 'en-GB',
        ...profileOf(condition),
        ...options,
      });
      await context.addInitScript(bareTextScript);
      if (condition.translated) await context.addInitScript(translationScript);
      context.setDefaultTimeout(patienceMs);
      contexts.push(context);
      return openIn(context);
    },
    openBeside: (window) => openIn(window.page.context()),
    complaints: () => complaints,
    takeComplaints: (kind) => {
      const others = complaints.filter((text) => !kind.test(text));
      return complaints.splice(0, complaints.length, ...others).length - others.length;
    },
    close: async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      complaints.length = 0;
    },
  };
}
