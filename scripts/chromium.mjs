import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/**
 * The paths of the browsers for the tests. `whole`: CHROMIUM_PATH, else a Chromium of the system, else one that Playwright
 * has installed, else (on Debian, as root) one that is installed now. `shell`: HEADLESS_SHELL_PATH, else Debian's headless
 * shell of the same Chromium, which a page costs a third less processor time; `whole` where there is none, or one is named.
 *
 * @throws when there is none, naming the command that installs it: browser tests are never skipped.
 */
export function provideBrowsers() {
  const named = process.env.CHROMIUM_PATH;
  const namedShell = process.env.HEADLESS_SHELL_PATH;
  for (const [name, path] of Object.entries({ CHROMIUM_PATH: named, HEADLESS_SHELL_PATH: namedShell }))
    if (path && !existsSync(path)) throw new Error(`${name} is ${path}, which does not exist.`);
  const whole = named || findChromium() || installChromium();
  return { whole, shell: namedShell || named || findShell() || whole };
}

function findChromium() {
  const system = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const places = [...system.map((name) => `/usr/bin/${name}`), chromium.executablePath()];
  return places.find((place) => existsSync(place));
}

function findShell() {
  return ['/usr/bin/chromium-headless-shell'].find((place) => existsSync(place));
}

function installChromium() {
  const debian = existsSync('/etc/debian_version');
  const advice = debian
    ? 'sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium'
    : 'npx playwright-core install chromium';
  if (!debian || process.getuid?.() !== 0)
    throw new Error(`The tests need Chromium. Install it with:\n  ${advice}`);

  console.log('No Chromium on this machine: installing the one of Debian.');
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium');
  try {
    apt('install', '-y', '--no-install-recommends', 'chromium-headless-shell');
  } catch (fault) {
    console.log(`${fault.message} The tests take the whole browser instead.`);
  }
  const installed = findChromium();
  if (!installed)
    throw new Error(`Chromium was installed, but is not where it is looked for. Set CHROMIUM_PATH.`);
  return installed;
}

function apt(...words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error } = spawnSync('apt-get', words, { stdio: 'inherit', env });
  if (error) throw error;
  if (status !== 0) throw new Error(`apt-get ${words.join(' ')} failed with exit code ${status}.`);
}
