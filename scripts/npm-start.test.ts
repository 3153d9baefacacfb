// `npm start` is npm, a shell, the server and PostgreSQL: whichever of the first three is told to stop, all of them go.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, familyOf, leftOf, type Process } from './process-family.ts';

const root = join(import.meta.dirname, '..');
const patience = 180_000;

interface Started {
  readonly npm: ChildProcess;
  readonly family: readonly Process[];
  readonly said: () => string;
  readonly exit: Promise<unknown>;
}

const isServing = ({ said }: { readonly said: string }) => said.includes('Tieline is running at');

const folders: string[] = [];
const families: (readonly Process[])[] = [];

/** `isUp`: whether it has come as far as the test wants it; a server serves. */
async function start(
  command: readonly string[],
  isUp: (run: { said: string; family: readonly Process[] }) => boolean = isServing,
): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-start-'));
  folders.push(folder);
  // PostgreSQL does not run as root: the user that does run it has to get in.
  await chmod(folder, 0o711);
  const [program = '', ...args] = command;
  const npm = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: '',
      TIELINE_DATA: folder,
      TIELINE_DEMO: 'off',
    },
  });
  let said = '';
  npm.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  npm.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exit = once(npm, 'exit');
  let family: readonly Process[] = [];
  await eventually(
    () => `it runs; it says: ${said}`,
    () => {
      if (npm.exitCode !== null) throw new Error(`It ended: ${said}`);
      family = familyOf(npm.pid ?? 0);
      return isUp({ said, family });
    },
  );
  families.push(family);
  return { npm, family, said: () => said, exit };
}

beforeAll(() => {
  // What is stale is built here, so that no start below has to.
  execFileSync(process.execPath, ['scripts/build.mjs', 'server', 'web'], { cwd: root });
}, patience);

afterEach(() => {
  for (const { pid } of leftOf(families.splice(0).flat())) process.kill(pid, 'SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const isServer = ({ command }: Process): boolean => /^\S*node\b.*scripts\/tieline\.mjs start$/.test(command);
const isPostgres = ({ command }: Process): boolean => command.includes('/postgres -D ');

async function expectNothingLeft(family: readonly Process[], said: () => string): Promise<void> {
  const left = () => leftOf(family).map(({ command }) => command);
  await eventually(
    () => `nothing is left of it but ${left().join(', ')}; it says: ${said()}`,
    () => left().length === 0,
  );
}

/** [who is told, the signal] */
const cases = (['npm', 'server'] as const).flatMap((told) =>
  (['SIGTERM', 'SIGINT', 'SIGHUP'] as const).map((signal) => [told, signal] as const),
);

describe('npm start', () => {
  it.each(cases)(
    'stops as a whole when %s alone is told %s',
    async (told, signal) => {
      const { npm, family, said, exit } = await start(['npm', 'start']);
      const server = family.find(isServer);
      expect(family.filter(isPostgres)).toHaveLength(1);
      expect(family.length).toBeGreaterThan(3);
      process.kill((told === 'npm' ? npm.pid : server?.pid) ?? 0, signal);
      await expectNothingLeft(family, said);
      await exit;
      expect(said()).toMatch(/stopping/);
    },
    patience,
  );

  it(
    'stops when npm is killed, which can tell nobody',
    async () => {
      const { npm, family, said } = await start(['npm', 'start']);
      npm.kill('SIGKILL');
      await expectNothingLeft(family, said);
      expect(said()).toMatch(/stopping/);
    },
    patience,
  );

  it(
    'stops in order at the two signals that Ctrl-C is under npm',
    async () => {
      const { family, npm, said } = await start([process.execPath, 'scripts/tieline.mjs', 'start']);
      npm.kill('SIGINT');
      npm.kill('SIGINT');
      await expectNothingLeft(family, said);
      expect(npm.exitCode).toBe(0);
      expect(said()).toMatch(/stopping/);
    },
    patience,
  );
});

describe('a command that starts the database', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends it when it is told %s, also while it starts',
    async (signal) => {
      const apply = ['scripts/tieline.mjs', 'apply', 'packages/server/demo/harbor.yaml'];
      const { npm, family, said, exit } = await start([process.execPath, ...apply], (run) =>
        run.family.some(isPostgres),
      );
      npm.kill(signal);
      npm.kill(signal);
      await exit;
      await expectNothingLeft(family, said);
      expect(npm.exitCode).toBe(signal === 'SIGTERM' ? 143 : 130);
    },
    patience,
  );
});
