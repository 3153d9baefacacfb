import { startNode } from '../compose.ts';
import { type Config, loadConfig } from '../config.ts';
import { linesFor, readDescriptorLimit } from '../node/descriptors.ts';
import { webFolder } from '../folders.ts';
import { createLogger } from '../logging/logger.ts';
import { loadHasTenants } from '../store/load-tenant.ts';
import type { Store } from '../store/store.ts';
import type { CliCommand } from './command.ts';
import { readArguments } from './arguments.ts';
import { openDatabase } from './database.ts';
import { seedDemo } from './demo.ts';
import { listenFault, requirePort } from './listen-fault.ts';
import { createStop, type Stop } from './stop.ts';

export const startCommand: CliCommand = {
  name: 'start',
  usage: 'start',
  summary: 'Starts the server; on the first run with its embedded database and the demo companies',
  run: async (args, env) => {
    readArguments(args, { usage: 'start' });
    const config = loadConfig(env);
    const logger = createLogger(config.logLevel);
    // Checked first, so that a port in use is reported before the database is started.
    await requirePort(config);
    let stopDatabase = (): void => undefined;
    const stop = createStop(logger, () => stopDatabase());
    const database = await openDatabase(config, {
      log: (level, text) => logger[level](text),
      migrates: true,
      onRunning: (stopAtOnce) => (stopDatabase = stopAtOnce),
    });
    try {
      if (config.demo) await seedDemo(database.store);
      await serve(config, database.store, logger, stop);
    } finally {
      stop.setStep('PostgreSQL writes what it holds');
      await database.close();
      stop.finish();
    }
    return 0;
  },
};

async function serve(
  config: Config,
  store: Store,
  logger: ReturnType<typeof createLogger>,
  stop: Stop,
): Promise<void> {
  const node = await startNode({
    store,
    logger,
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    graceSeconds: config.graceSeconds,
    webFolder,
    limits: { ...config.limits, ...linesFor(readDescriptorLimit(), config.connections) },
    heartbeatSeconds: config.heartbeatSeconds,
    trustedProxies: config.trustedProxies,
    files: config.files,
  }).catch(async (error: unknown) => {
    throw (await listenFault(error, config)) ?? error;
  });
  if (config.files.clamd === null) logger.warn('files are not scanned for viruses: TIELINE_CLAMD is not set');
  console.log(await welcomeText(config, node.port, store));
  logger.info({ signal: await stop.requested }, 'stopping');
  await node.close(stop.setStep);
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
