import { type Browser, chromium } from 'playwright-core';

/** What Playwright (1.65) turns off as well: a second list of features takes the place of its own. */
const playwrightsOwn = [
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
/** Parts of a browser's window that are pages themselves: they are loaded beside each page, and take as long as it does. */
const pagesOfTheWindow = [
  'InitialWebUI',
  'WebUIOmnibox',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
  'WebUIReloadButton',
];

/** As root there is no sandbox; and a test browser talks to the test server, and to nobody else. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...playwrightsOwn, ...pagesOfTheWindow].join(',')}`,
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
