import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/**
 * The path of a Chromium for the browser tests: CHROMIUM_PATH, else one of the system, else one that Playwright
 * has installed, else (on Debian, as root) one that is installed now.
 *
 * @throws when there is none, naming the command that installs it: browser tests are never skipped.
 */
export function provideChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH is ${named}, which does not exist.`);
  const found = named ?? findChromium();
  if (found) return found;

  const debian = existsSync('/etc/debian_version');
  const advice = debian
    ? 'sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium'
    : 'npx playwright-core install chromium';
  if (!debian || process.getuid?.() !== 0)
    throw new Error(`The tests need Chromium. Install it with:\n  ${advice}`);

  console.log('No Chromium on this machine: installing the one of Debian.');
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium');
  const installed = findChromium();
  if (!installed)
    throw new Error(`Chromium was installed, but is not where it is looked for. Set CHROMIUM_PATH.`);
  return installed;
}

function findChromium() {
  const system = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const places = [...system.map((name) => `/usr/bin/${name}`), chromium.executablePath()];
  return places.find((place) => existsSync(place));
}

function apt(...words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error } = spawnSync('apt-get', words, { stdio: 'inherit', env });
  if (error) throw error;
  if (status !== 0) throw new Error(`apt-get ${words.join(' ')} failed with exit code ${status}.`);
}
