import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, familyOf, leftOf, type Process } from './process-family.ts';

const root = join(import.meta.dirname, '..');
const patience = 180_000;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

describe('npm run dev', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-dev-'));
  let ports: { api: number; screens: number; inspector: number };
  let dev: ReturnType<typeof spawn>;
  let output = '';
  let family: readonly Process[] = [];

  beforeAll(async () => {
    // PostgreSQL does not run as root: the user that does run it has to get in.
    chmodSync(folder, 0o711);
    ports = { api: await freePort(), screens: await freePort(), inspector: await freePort() };
    dev = spawn('npm', ['run', 'dev'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        DATABASE_URL: '',
        TIELINE_DATA: folder,
        PORT: String(ports.api),
        TIELINE_DEV_PORT: String(ports.screens),
        TIELINE_INSPECTOR_PORT: String(ports.inspector),
      },
    });
    for (const stream of [dev.stdout, dev.stderr])
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually(
      () => `the server runs; it says: ${output}`,
      () => output.includes(`Tieline is running at http://localhost:${ports.screens}`),
    );
    family = familyOf(dev.pid ?? 0);
  }, patience);

  afterAll(() => {
    for (const { pid } of leftOf(family)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const logIn = (origin: string) =>
    fetch(`http://127.0.0.1:${ports.screens}/api/v1/log-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({
        company: 'harbor',
        email: 'erik@harbor.example',
        password: 'tieline-demo',
        side: 'office',
      }),
    });

  it('logs in through the port of the screens, and from no other origin', async () => {
    const answer = await logIn(`http://localhost:${ports.screens}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toContain('tieline');
    const refusal = await logIn('http://localhost:1');
    expect(refusal.status).toBe(403);
  });

  it('serves the screens with hot reload, and an inspector', async () => {
    const page = await fetch(`http://127.0.0.1:${ports.screens}/office`);
    expect(await page.text()).toContain('/@vite/client');
    const targets = await fetch(`http://127.0.0.1:${ports.inspector}/json/list`);
    expect(await targets.text()).toContain('webSocketDebuggerUrl');
  });

  it(
    'stops whole',
    async () => {
      expect(family.some(({ command }) => command.includes('/postgres -D '))).toBe(true);
      dev.kill('SIGINT');
      await eventually(
        () => `nothing is left of it; it says: ${output}`,
        () => leftOf(family).length === 0,
      );
    },
    patience,
  );
});
