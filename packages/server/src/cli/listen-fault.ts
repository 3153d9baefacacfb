import { createServer } from 'node:net';
import type { Config } from '../config.ts';
import { StartupFault } from '../startup-fault.ts';

type Address = Pick<Config, 'host' | 'port'>;

/** Checks that the server can listen, before anything is created for it. @throws StartupFault */
export async function requirePort({ host, port }: Address): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ host, port }, resolve);
    });
  } catch (error) {
    throw (await listenFault(error, { host, port })) ?? error;
  } finally {
    await new Promise<void>((resolve) => probe.close(() => resolve()));
  }
}

/** Why the server cannot listen, for the person at the terminal; null for errors that they cannot correct. */
export async function listenFault(error: unknown, { host, port }: Address): Promise<StartupFault | null> {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return new StartupFault(
        (await isTieline(host, port))
          ? `Tieline is running on port ${port} already.`
          : `Port ${port} is taken by another program; choose one with PORT=8401 npm start, for example.`,
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

/** Whether a Tieline runs there: who has started it twice does not want another port. */
async function isTieline(host: string, port: number): Promise<boolean> {
  const name = host.includes(':') ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${name}:${port}/livez`, { signal: AbortSignal.timeout(1000) });
    return (await answer.text()) === '{"live":true}';
  } catch {
    return false;
  }
}
