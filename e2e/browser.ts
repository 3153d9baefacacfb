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

interface Launch {
  /** The whole browser, for what the headless shell has not: notices of the desktop, the drawing and the speed that people see. */
  readonly whole?: boolean;
  /** Switches beside those of every test browser. */
  readonly more?: readonly string[];
}

export async function launchBrowser({ whole = false, more = [] }: Launch = {}): Promise<Browser> {
  const browsers = await provideBrowsers();
  const executablePath = whole ? browsers.whole : browsers.shell;
  return chromium.launch({ executablePath, args: [...args, ...more] });
}

interface Browsers {
  readonly whole: string;
  readonly shell: string;
}

/** `npm test` has found the browsers already; vitest on its own has them found here. */
async function provideBrowsers(): Promise<Browsers> {
  const { CHROMIUM_PATH: whole, HEADLESS_SHELL_PATH: shell } = process.env;
  if (whole && shell) return { whole, shell };
  // Scripts are plain JavaScript: they say nothing of their types.
  const script = (await import(new URL('../scripts/chromium.mjs', import.meta.url).href)) as {
    provideBrowsers: () => Browsers;
  };
  return script.provideBrowsers();
}
