import { startNode } from '../compose.ts';
import { type Config, loadConfig } from '../config.ts';
import { webFolder } from '../folders.ts';
import { createLogger } from '../logger.ts';
import { StartupFault } from '../startup-fault.ts';
import { loadHasTenants } from '../store/load-tenant.ts';
import type { Store } from '../store/store.ts';
import type { CliCommand } from './command.ts';
import { openDatabase } from './database.ts';
import { seedDemo } from './demo.ts';

export const startCommand: CliCommand = {
  name: 'start',
  usage: 'start',
  summary: 'Starts the server; on the first run with its embedded database and three demo companies',
  run: async (_, env) => {
    const config = loadConfig(env);
    const logger = createLogger(config.logLevel);
    const stopped = whenAskedToStop();
    const database = await openDatabase(config, (level, text) => logger[level](text));
    try {
      if (config.demo) await seedDemo(database.store);
      await serve(config, database.store, logger, stopped);
    } finally {
      await database.close();
    }
    return 0;
  },
};

async function serve(
  config: Config,
  store: Store,
  logger: ReturnType<typeof createLogger>,
  stopped: Promise<string>,
): Promise<void> {
  const node = await startNode({
    store,
    logger,
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    graceSeconds: config.graceSeconds,
    webFolder,
    limits: config.limits,
    heartbeatSeconds: config.heartbeatSeconds,
    trustedProxies: config.trustedProxies,
    files: config.files,
  }).catch((error: unknown) => {
    throw listenFault(error, config) ?? error;
  });
  if (config.files.clamd === null) logger.warn('files are not scanned for viruses: TIELINE_CLAMD is not set');
  console.log(await welcomeText(config, node.port, store));
  logger.info({ signal: await stopped }, 'stopping');
  await node.close();
}

/** The first signal asks to stop, so that everything is put away; a second one does not wait for that. */
function whenAskedToStop(): Promise<string> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve(signal);
      });
    }
  });
}

function listenFault(error: unknown, { host, port }: Config): StartupFault | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return new StartupFault(
        `Port ${port} is taken by another program; choose one with PORT=8401 npm start, for example.`,
      );
    case 'EACCES':
      return new StartupFault(
        `Port ${port} needs rights that this user does not have; choose one above 1023 with PORT.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartupFault(`HOST ${host} is not an address of this machine.`);
    default:
      return null;
  }
}

async function welcomeText(config: Config, port: number, store: Store): Promise<string> {
  const base = config.publicUrl.replace(/:0$/, `:${port}`);
  const hasDemo = await loadHasTenants(store, 'harbor');
  const demo = [
    '',
    '  Two windows to try it in (a private one for the second), password tieline-demo:',
    `    Console  ${base}/?company=harbor   ada@harbor.example    an agent in Support`,
    `    Office   ${base}/?company=harbor   erik@harbor.example   an expert in customs`,
  ];
  return ['', `  Tieline is running at ${base}`, ...(hasDemo ? demo : []), '', '  Ctrl-C stops it.', ''].join(
    '\n',
  );
}
