// `npm run dev`: the screens by Vite, which reloads what changes in them, and the server, which starts anew when its sources
// change. Vite passes the API on, so browsers know one origin, and the server is told that it is the public one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { watch } from 'rolldown';
import { createServer } from 'vite';
import { serverBundles } from './build.mjs';
import { stopWithNpm } from './launcher.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const screensPort = Number(process.env.TIELINE_DEV_PORT || 5173);
const inspectorPort = Number(process.env.TIELINE_INSPECTOR_PORT || 9229);
const serverEnvironment = {
  ...process.env,
  HOST: '127.0.0.1',
  PORT: process.env.PORT || '8400',
  TIELINE_PUBLIC_URL: `http://localhost:${screensPort}`,
};

let server = null;
let stopping = false;
let restart = Promise.resolve();

function startServer() {
  const program = [join(root, 'scripts/dev-server.mjs'), join(root, 'packages/server/.dev/cli.js')];
  const child = spawn(process.execPath, [`--inspect=127.0.0.1:${inspectorPort}`, ...program], {
    cwd: root,
    env: serverEnvironment,
    stdio: 'inherit',
  });
  server = child;
  child.once('exit', () => {
    if (server !== child) return;
    server = null;
    if (!stopping) console.error('The server has ended; the next change of its sources starts it again.');
  });
}

async function stopServer() {
  const child = server;
  if (child === null) return;
  server = null;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

async function restartServer() {
  await stopServer();
  if (!stopping) startServer();
}

/** Bundles the server now and after each change; a bundle that fails leaves the running server alone. */
function watchServer() {
  const bundles = watch(serverBundles('.dev'));
  let failed = false;
  bundles.on('event', (event) => {
    if (event.code === 'START') failed = false;
    if (event.code === 'ERROR') {
      failed = true;
      console.error(event.error.message);
    }
    if (event.code === 'BUNDLE_END' || event.code === 'ERROR') void event.result?.close();
    if (event.code === 'END' && !failed) restart = restart.then(restartServer);
  });
  return bundles;
}

stopWithNpm();
const screens = await createServer({
  configFile: join(root, 'packages/web/vite.config.ts'),
  server: { host: '127.0.0.1', port: screensPort, strictPort: true },
});
await screens.listen();
const bundles = watchServer();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

async function stop() {
  if (stopping) return;
  stopping = true;
  await Promise.all([restart.then(stopServer), screens.close(), bundles.close()]);
  await rm(join(root, 'packages/server/.dev'), { recursive: true, force: true });
  process.exit();
}
