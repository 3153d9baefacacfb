import { isIP } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesConfigOf } from './files/files-config.ts';
import type { FilesConfig } from './files/node-files.ts';
import { defaultLimits, type NodeLimits } from './node/limits.ts';
import { StartupFault } from './startup-fault.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** How much is logged; pino's levels. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Which database is used: the one that Tieline runs itself, or one that is given. */
export type DatabaseConfig =
  { readonly kind: 'embedded' } | { readonly kind: 'external'; readonly url: string };

/** The settings of a server, from its environment. An empty variable counts as not set. */
export interface Config {
  /** PORT. 0 lets the system choose; then `publicUrl` says 0 too, unless it is set. */
  readonly port: number;
  /** HOST: the address to listen on. */
  readonly host: string;
  /** DATABASE_URL, else embedded. */
  readonly database: DatabaseConfig;
  /** TIELINE_DATA: the folder of the embedded database and of files, absolute. */
  readonly dataFolder: string;
  /** TIELINE_PUBLIC_URL: the origin that browsers use, without a slash at the end. */
  readonly publicUrl: string;
  /** TIELINE_LOG. */
  readonly logLevel: LogLevel;
  /** TIELINE_GRACE_SECONDS: how long a seat stays logged in after its connection was lost; seconds. */
  readonly graceSeconds: number;
  /** TIELINE_DEMO: whether the first run makes the demo companies. */
  readonly demo: boolean;
  /** TIELINE_SESSION_RATE, TIELINE_COMPANY_RATE, TIELINE_LOG_IN_RATE: how much may be asked for; 0: no limit. */
  readonly limits: NodeLimits;
  /** TIELINE_HEARTBEAT_SECONDS: how often a silent socket is asked whether it is there. */
  readonly heartbeatSeconds: number;
  /** TIELINE_CONNECTIONS: connections to the database. */
  readonly connections: number;
  /** TIELINE_TRUSTED_PROXY: addresses or networks of proxies in front, with commas between them. */
  readonly trustedProxies: readonly string[];
  /** TIELINE_S3_BUCKET, TIELINE_S3_REGION, TIELINE_S3_ENDPOINT, TIELINE_DISK_RESERVE, TIELINE_CLAMD. */
  readonly files: FilesConfig;
}

/**
 * Reads the settings; does no I/O. Relative folders are relative to the working directory.
 *
 * @throws StartupFault that names the variable and what it has to be; it never repeats what was given, as that
 * may be a secret.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const port = wholeNumber(env, 'PORT', 8400, 65_535);
  const database = databaseOf(env);
  return {
    port,
    host: hostOf(env),
    database,
    dataFolder: dataFolderOf(env),
    publicUrl: publicUrlOf(env) ?? `http://localhost:${port}`,
    logLevel: oneOf(env, 'TIELINE_LOG', LOG_LEVELS, 'info'),
    graceSeconds: wholeNumber(env, 'TIELINE_GRACE_SECONDS', 30, 3600),
    demo: oneOf(env, 'TIELINE_DEMO', ['on', 'off'], database.kind === 'embedded' ? 'on' : 'off') === 'on',
    limits: limitsOf(env),
    heartbeatSeconds: wholeNumber(env, 'TIELINE_HEARTBEAT_SECONDS', 20, 600) || 20,
    connections: Math.max(2, wholeNumber(env, 'TIELINE_CONNECTIONS', 20, 1000)),
    trustedProxies: trustedProxiesOf(env),
    files: filesConfigOf((name) => given(env, name), dataFolderOf(env)),
  };
}

/** For everything that would be kept out by a limit, were it not switched off. */
const noLimit = 1_000_000_000;

function limitsOf(env: NodeJS.ProcessEnv): NodeLimits {
  const logIns = wholeNumber(env, 'TIELINE_LOG_IN_RATE', defaultLimits.logIn.perAddress, 100_000);
  return {
    ...defaultLimits,
    sessionRate: wholeNumber(env, 'TIELINE_SESSION_RATE', defaultLimits.sessionRate, 100_000),
    companyRate: wholeNumber(env, 'TIELINE_COMPANY_RATE', defaultLimits.companyRate, 999_999),
    logIn: {
      ...defaultLimits.logIn,
      perAddress: logIns === 0 ? noLimit : logIns,
      perAccount: logIns === 0 ? noLimit : defaultLimits.logIn.perAccount,
    },
  };
}

function trustedProxiesOf(env: NodeJS.ProcessEnv): string[] {
  const named = (given(env, 'TIELINE_TRUSTED_PROXY') ?? '').split(',').map((one) => one.trim());
  const proxies = named.filter((one) => one !== '');
  if (proxies.every(isAddressOrNetwork)) return proxies;
  throw new StartupFault(
    'TIELINE_TRUSTED_PROXY must be IP addresses or networks such as 10.0.0.0/8, with commas between them.',
  );
}

function isAddressOrNetwork(text: string): boolean {
  const [address, bits, ...more] = text.split('/');
  const version = isIP(address ?? '');
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function given(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, byDefault: number, highest: number): number {
  const value = given(env, name);
  if (value === undefined) return byDefault;
  if (/^\d{1,6}$/.test(value) && Number(value) <= highest) return Number(value);
  throw new StartupFault(`${name} must be a whole number from 0 to ${highest}.`);
}

function oneOf<T extends string>(
  env: NodeJS.ProcessEnv,
  name: string,
  allowed: readonly T[],
  byDefault: T,
): T {
  const value = given(env, name);
  if (value === undefined) return byDefault;
  const known = allowed.find((candidate) => candidate === value);
  if (known !== undefined) return known;
  throw new StartupFault(`${name} must be one of ${allowed.join(', ')}.`);
}

function hostOf(env: NodeJS.ProcessEnv): string {
  const value = given(env, 'HOST') ?? '127.0.0.1';
  if (/^[A-Za-z0-9.:_%-]+$/.test(value)) return value;
  throw new StartupFault('HOST must be an IP address or a host name, without http:// and without a port.');
}

function databaseOf(env: NodeJS.ProcessEnv): DatabaseConfig {
  const url = given(env, 'DATABASE_URL');
  if (url === undefined) return { kind: 'embedded' };
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return { kind: 'external', url };
  throw new StartupFault(
    'DATABASE_URL must be a URL such as postgres://user:password@host:5432/database, ' +
      'with special characters of the password percent-encoded.',
  );
}

function dataFolderOf(env: NodeJS.ProcessEnv): string {
  const value = given(env, 'TIELINE_DATA');
  if (value?.includes('\0') === true) throw new StartupFault('TIELINE_DATA must be the path of a folder.');
  if (value === undefined) {
    // The root of the project, from src/ and from dist/ alike.
    return fileURLToPath(new URL('../../../.tieline', import.meta.url));
  }
  return isAbsolute(value) ? value : resolve(value);
}

function publicUrlOf(env: NodeJS.ProcessEnv): string | undefined {
  const value = given(env, 'TIELINE_PUBLIC_URL');
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url !== undefined && isWeb && url.href === `${url.origin}/`) return url.origin;
  throw new StartupFault(
    'TIELINE_PUBLIC_URL must be an origin such as https://chat.example.com, without a path.',
  );
}
