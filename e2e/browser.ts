import { type Browser, chromium } from 'playwright-core';
import { provideChromium } from '../scripts/chromium.mjs';

/** As root there is no sandbox; and a test browser talks to the test server, and to nobody else. */
const options = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: provideChromium(), args: options });
}
