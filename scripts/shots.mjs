// Makes the pictures of docs/shots anew. What takes them is the test that holds the screens against them.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(process.execPath, ['scripts/test.mjs', 'e2e/pictures.test.ts'], {
  env: { ...process.env, TIELINE_SHOTS: 'write' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
