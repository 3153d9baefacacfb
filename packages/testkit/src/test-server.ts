import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignInSurface } from '@tieline/protocol';
import {
  applyCompany,
  defaultLimits,
  type FilesConfig,
  hashPassword,
  type NodeLimits,
  openStore,
  type PasswordCost,
  type RunningNode,
  startNode,
  type Store,
} from '@tieline/server';
import pino, { type Logger } from 'pino';
import { companyFileOf, type CompanySpec, testPassword } from './company.ts';
import { createDatabase } from './databases.ts';
import { type Line, lineOf } from './line.ts';
import { mortalStore } from './mortal-store.ts';
import { type Device, signIn } from './person.ts';

export interface TestServerOptions {
  /** Where databases may be made: the `databaseUrl` that the global set-up provides. */
  readonly databaseUrl: string;
  readonly graceSeconds?: number;
  readonly limits?: Partial<NodeLimits>;
  readonly heartbeatSeconds?: number;
  readonly markSeconds?: number;
  readonly trustedProxies?: readonly string[];
  /** By default a folder that is gone when the server closes, and no scanner. */
  readonly files?: Partial<FilesConfig>;
  /** Lines of the log, for tests that read it. */
  readonly onLog?: (line: string) => void;
  readonly webFolder?: string;
  /** What a password's hash costs; by default next to nothing, as the hashes of its companies. */
  readonly passwordCost?: PasswordCost;
  /** The origin of the pages; by default one that nobody comes from. */
  readonly publicUrl?: string;
}

export interface Company<Name extends string> {
  readonly slug: string;
  /** Logs a member in by the front door, of node `at` where one is named; each call is another device. */
  signIn(name: Name, side: SignInSurface, at?: TestNode): Promise<Device>;
  /** The same with its socket open. */
  join(name: Name, side: SignInSurface, at?: TestNode): Promise<Line>;
  /** Applies the company again with changes. */
  apply(changes: Partial<CompanySpec<Name>>): Promise<void>;
}

/** One more node on the same database. */
export interface TestNode extends RunningNode {
  readonly url: string;
  /** As if the process were gone: from now on nothing of it reaches the database, and its sockets are cut. */
  kill(): Promise<void>;
  /** The line to the database is lost between its next commit and the answer to it. */
  loseAnswer(): void;
  /** Holds the renewals of its lease up while it lives. Returns the way to let them through. */
  holdHeartbeat(): () => void;
}

/** A whole server: real PostgreSQL, real sockets, on a port of its own. */
export interface TestServer {
  readonly url: string;
  readonly node: RunningNode;
  readonly store: Store;
  readonly databaseUrl: string;
  /** Where files are, unless they are elsewhere by the options. */
  readonly filesFolder: string;
  company<Name extends string>(spec: CompanySpec<Name>): Promise<Company<Name>>;
  /** Starts another node on the same database. */
  startNode(): Promise<TestNode>;
  close(): Promise<void>;
}

const cheapHash: PasswordCost = { memoryCost: 8, timeCost: 1, parallelism: 1 };
const hashes = new Map<string, Promise<string>>();

/** Hashed once for all companies: what a test waits for should not be a password. */
function hashOf(password: string): Promise<string> {
  const known = hashes.get(password) ?? hashPassword(password, cheapHash);
  hashes.set(password, known);
  return known;
}

function nodeOptionsOf(
  options: TestServerOptions,
  store: Store,
  logger: Logger,
  folder: string,
): Parameters<typeof startNode>[0] {
  return {
    store,
    logger,
    host: '127.0.0.1',
    port: 0,
    publicUrl: options.publicUrl ?? 'http://localhost:0',
    graceSeconds: options.graceSeconds ?? 1,
    webFolder: options.webFolder ?? '/nonexistent',
    limits: {
      ...defaultLimits,
      logIn: { perAddress: 100_000, perAccount: 100_000, apartMs: 100, failedStepMs: 0 },
      ...options.limits,
    },
    heartbeatSeconds: options.heartbeatSeconds ?? 20,
    markSeconds: options.markSeconds ?? 30,
    trustedProxies: options.trustedProxies ?? [],
    files: { storage: { kind: 'disk', folder, reserve: 0 }, clamd: null, ...options.files },
    passwordCost: options.passwordCost ?? cheapHash,
  };
}

export async function startTestServer(options: TestServerOptions): Promise<TestServer> {
  const database = await createDatabase(options.databaseUrl);
  const store = await openStore({
    url: database.url,
    connections: 8,
    statementTimeout: 10_000,
    onError: () => undefined,
  });
  const logger = pino(
    { level: options.onLog ? 'debug' : 'silent' },
    { write: (line: string) => options.onLog?.(line) },
  );
  const folder = await mkdtemp(join(tmpdir(), 'tieline-files-'));
  const start = (on: Store): Promise<RunningNode> => startNode(nodeOptionsOf(options, on, logger, folder));
  const node = await start(store);
  const others = new Set<RunningNode>();
  const url = `http://127.0.0.1:${node.port}`;
  return {
    url,
    node,
    store,
    databaseUrl: database.url,
    filesFolder: folder,
    company: (spec) => createCompany(store, url, spec),
    startNode: async () => {
      const mortal = mortalStore(store);
      const other = await start(mortal.store);
      others.add(other);
      return {
        ...other,
        url: `http://127.0.0.1:${other.port}`,
        loseAnswer: mortal.loseAnswer,
        holdHeartbeat: mortal.holdHeartbeat,
        kill: async () => {
          mortal.cutOff();
          others.delete(other);
          await other.close();
        },
      };
    },
    close: async () => {
      for (const other of others) await other.close();
      await node.close();
      await store.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function createCompany<Name extends string>(
  store: Store,
  url: string,
  spec: CompanySpec<Name>,
): Promise<Company<Name>> {
  const slug = spec.slug ?? `c${randomBytes(5).toString('hex')}`;
  let current: CompanySpec = spec;
  const apply = async (): Promise<void> => {
    const hash = await hashOf(current.password ?? testPassword);
    const answer = await applyCompany(companyFileOf(current, slug, hash), { store, dryRun: false });
    if (answer.is !== 'applied') throw new Error(JSON.stringify(answer));
  };
  await apply();
  return {
    slug,
    signIn: (name, side, at) => signIn({ url: at?.url ?? url, slug }, name, side),
    join: async (name, side, at) => lineOf(await signIn({ url: at?.url ?? url, slug }, name, side)),
    apply: async (changes) => {
      current = { ...current, ...changes };
      await apply();
    },
  };
}
