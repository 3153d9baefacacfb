// Shows every hostile text that there is at every place where a text of a person is shown, in a real browser, and ends
// with one line that says what became of them. What is written after `npm run test:corpus --` goes to vitest.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const words = {
  scripts: 'scripts run',
  navigations: 'navigations away',
  requests: 'requests elsewhere',
  reports: 'reports of the content policy',
  faults: 'page errors',
};

const folder = mkdtempSync(join(tmpdir(), 'tieline-corpus-'));
try {
  const path = join(folder, 'report.json');
  const { status } = spawnSync(
    process.execPath,
    ['scripts/test.mjs', 'e2e/corpus', ...process.argv.slice(2)],
    {
      env: { ...process.env, TIELINE_CORPUS: 'whole', TIELINE_CORPUS_REPORT: path },
      stdio: 'inherit',
    },
  );
  process.exitCode = conclude(path) && status === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Prints the counts; whether all that must not happen has happened nowhere, and every place had its turn. */
function conclude(path) {
  if (!existsSync(path)) {
    console.error('The run did not come to an end.');
    return false;
  }
  const { strings, places, shown, rendered, refused, ...findings } = JSON.parse(readFileSync(path, 'utf8'));
  const bad = Object.entries(findings)
    .map(([kind, count]) => `${count} ${words[kind] ?? kind}`)
    .join(', ');
  console.log(
    `${strings} strings at ${shown} of ${places} places: ${rendered} rendered, ${refused} refused; ${bad}`,
  );
  return shown === places && rendered > 0 && Object.values(findings).every((count) => count === 0);
}
