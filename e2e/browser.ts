import { type Browser, chromium } from 'playwright-core';

/** Features that Playwright (1.65) turns off: a second list replaces its own, so they stand here as well. */
const offInPlaywright = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];
/** Parts of the browser's own window that are web pages: each tab of a test would load them beside its page. */
const browserPages = [
  'InitialWebUI',
  'WebUIOmnibox',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
  'WebUIReloadButton',
];

/** A process that Chromium starts ahead for a next page: most windows of the tests close without one. */
const spareProcess = 'SpareRendererForSitePerProcess';

/** As root there is no sandbox; and a test browser talks to the test server, and to nobody else. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...offInPlaywright, ...browserPages, spareProcess].join(',')}`,
];

/** `more`: switches beside those of every test browser. */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await provideChromium(), args: [...args, ...more] });
}

/** `npm test` has found the browser already; vitest on its own has it found here. */
async function provideChromium(): Promise<string> {
  const found = process.env['CHROMIUM_PATH'];
  if (found) return found;
  // Scripts are plain JavaScript: they say nothing of their types.
  const script = (await import(new URL('../scripts/chromium.mjs', import.meta.url).href)) as {
    provideChromium: () => string;
  };
  return script.provideChromium();
}
