import {
  type CastMember,
  type CompanySpec,
  startTestServer,
  testPassword,
  type TestServer,
} from '@tieline/testkit';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { launchBrowser } from './browser.ts';
import type { Condition } from './conditions.ts';
import { openWindows, type Window, type Windows } from './windows.ts';

type Side = 'office' | 'console';

/** A company whose people sit in front of real screens. */
export interface Scene<Name extends string> {
  readonly slug: string;
  /** A window of a browser of its own, with this member logged in. */
  enter(name: Name, side: Side, options?: BrowserContextOptions): Promise<Window>;
  /** Applies the company again with changes, while its people are there. */
  apply(changes: Partial<CompanySpec<Name>>): Promise<void>;
}

/**
 * A browser and a server for the tests of one file, or of one `describe` in it. After each test its windows close, and none
 * may have complained.
 */
export interface Stage {
  readonly url: () => string;
  readonly windows: () => Windows;
  scene<Name extends string>(spec: CompanySpec<Name>): Promise<Scene<Name>>;
}

interface Running {
  readonly browser: Browser;
  readonly server: TestServer;
  readonly windows: Windows;
}

/** The built screens. */
export const webFolder = fileURLToPath(new URL('../packages/web/dist', import.meta.url));

/** How many stages of this file still need what they share. */
let stages = 0;
let shared: Promise<Omit<Running, 'windows'>> | null = null;

interface StageOptions {
  readonly graceSeconds?: number;
  /** The whole browser, not its headless shell. */
  readonly whole?: boolean;
}

async function open({ graceSeconds = 1, whole = false }: StageOptions): Promise<Omit<Running, 'windows'>> {
  const [browser, server] = await Promise.all([
    launchBrowser({ whole }),
    startTestServer({ databaseUrl: inject('databaseUrl'), webFolder, graceSeconds }),
  ]);
  return { browser, server };
}

/**
 * Its windows open under this condition: of `conditions`, or each of `allConditions` in a `describe.each`. `options`: alike
 * for all stages of a file, which share a server and a browser.
 */
export function useStage(condition: Condition, options: StageOptions = {}): Stage {
  let running: Running | null = null;
  const stage = (): Running => {
    if (!running) throw new Error('The stage is set up before the first test.');
    return running;
  };
  stages += 1;
  beforeAll(async () => {
    shared ??= open(options);
    const { browser, server } = await shared;
    running = { browser, server, windows: openWindows(browser, condition) };
  });
  afterEach(async () => {
    const complaints = [...stage().windows.complaints()];
    await stage().windows.close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    stages -= 1;
    if (stages > 0) return;
    // The next file of this process opens its own.
    shared = null;
    await running?.browser.close();
    await running?.server.close();
  });
  return {
    url: () => stage().server.url,
    windows: () => stage().windows,
    scene: (spec) => openScene(stage(), spec),
  };
}

async function openScene<Name extends string>(
  { server, windows }: Running,
  spec: CompanySpec<Name>,
): Promise<Scene<Name>> {
  const { slug, apply } = await server.company(spec);
  return {
    slug,
    apply,
    enter: async (name, side, options) => {
      const window = await windows.open(options);
      await logInQuietly(window, server.url, { slug, name, side });
      return window;
    },
  };
}

interface Person {
  readonly slug: string;
  readonly name: string;
  readonly side: Side;
}

/** Logs in without the form, which has tests of its own, and waits until the app is there. */
async function logInQuietly({ page }: Window, url: string, { slug, name, side }: Person): Promise<void> {
  const answer = await page.context().request.post(`${url}/api/v1/log-in`, {
    headers: { origin: url, 'x-tieline-surface': side },
    data: { company: slug, email: `${name}@${slug}.example`, password: testPassword, side },
  });
  if (!answer.ok()) throw new Error(`${name} was not logged in: ${await answer.text()}`);
  await page.goto(`${url}/${side}/`);
  await page.getByRole('main').waitFor();
}

/** The people of most tests. */
export const harbor = {
  ada: { agent: { groups: ['Support'], title: 'Support agent' } },
  bea: { agent: { groups: ['Support'], title: 'Support agent' } },
  carl: { agent: { groups: ['Sales'], title: 'Sales agent' } },
  noor: { agent: { groups: ['Support'], title: 'Support agent' }, office: { title: 'Shipment desk' } },
  sam: { agent: { groups: ['Sales'], title: 'Sales agent' }, office: { title: 'Key accounts' } },
  erik: { office: { title: 'Customs expert' } },
  mei: { office: { title: 'Route planner' } },
} as const satisfies Record<string, CastMember>;
