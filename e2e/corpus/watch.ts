import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** How long the page may take for anything that is waited for: the strings are many, and the machine may be busy. */
const patienceMs = 120_000;

/** What must not happen to whoever reads a hostile text, each with what it was. */
export interface Findings {
  readonly scripts: string[];
  readonly dialogs: string[];
  /** A page, a window or a frame that nobody here has opened. */
  readonly navigations: string[];
  /** To any other origin than the one that is watched. They are cut off. */
  readonly requests: string[];
  /** Breaches of the content policy, and whatever else the browser complains about. */
  readonly reports: string[];
  readonly faults: string[];
}

/** Browser profiles in which nothing goes unnoticed. */
export interface Watch {
  readonly findings: Findings;
  open(options?: BrowserContextOptions): Promise<Page>;
  /** Leads a page there; an address that was not named here or in `expect` is a navigation away. */
  visit(page: Page, address: string): Promise<void>;
  expect(address: string): void;
  close(): Promise<void>;
}

export function noFindings(): Findings {
  return { scripts: [], dialogs: [], navigations: [], requests: [], reports: [], faults: [] };
}

/** What hostile texts call; whoever calls it has run. Also what the browser itself says of a breach is told. */
const spies = `
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'tellTest'])
    globalThis[name] = (...words) => void globalThis.reportScript(name + ' ' + words.join(' '));
  navigator.vibrate = (...words) => void globalThis.reportScript('vibrate ' + words.join(' '));
  addEventListener('securitypolicyviolation', (breach) =>
    void globalThis.reportBreach(breach.effectiveDirective + ' ' + breach.blockedURI + ' ' + breach.sample));`;

/** The log-in page asks who is signed in already. */
const signedOut = /status of 401.*\/api\/v1\/me$/;

/** Watches pages of `origin`: what they ask from elsewhere never leaves the machine. */
export function openWatch(browser: Browser, origin: string): Watch {
  const findings = noFindings();
  const expected = new Set<string>();
  const contexts: BrowserContext[] = [];
  const open = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 6000 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(patienceMs);
    contexts.push(context);
    await spyOn(context, { origin, expected, findings });
    return context.newPage();
  };
  return {
    findings,
    open,
    visit: async (page, address) => {
      expected.add(address);
      await page.goto(address);
    },
    expect: (address) => void expected.add(address),
    close: async () => void (await Promise.all(contexts.splice(0).map((context) => context.close()))),
  };
}

interface Watching {
  readonly origin: string;
  readonly expected: ReadonlySet<string>;
  readonly findings: Findings;
}

async function spyOn(context: BrowserContext, { origin, expected, findings }: Watching): Promise<void> {
  await context.exposeBinding('reportScript', (_, what: string) => void findings.scripts.push(what));
  await context.exposeBinding('reportBreach', (_, what: string) => void findings.reports.push(what));
  await context.addInitScript(spies);
  const isForeign = (url: URL) =>
    url.origin !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:';
  await context.route(isForeign, (route) => route.abort());
  context.on('request', (request) => {
    const address = request.url();
    if (isForeign(new URL(address))) findings.requests.push(address);
    const first = request.redirectedFrom()?.url() ?? address;
    if (request.isNavigationRequest() && !expected.has(first)) findings.navigations.push(address);
  });
  context.on('dialog', (dialog) => {
    findings.dialogs.push(`${dialog.type()} ${dialog.message()}`);
    void dialog.accept();
  });
  context.on('console', (line) => {
    const text = `${line.text()} ${line.location().url}`;
    if (line.type() === 'error' && !signedOut.test(text)) findings.reports.push(text);
  });
  context.on('weberror', (fault) => void findings.faults.push(String(fault.error())));
  context.on('page', (page) =>
    page.on('frameattached', (frame) => void findings.navigations.push(`a frame ${frame.url()}`)),
  );
}
