import { randomBytes } from 'node:crypto';
import type { SignInSurface } from '@tieline/protocol';
import {
  applyCompany,
  hashPassword,
  openStore,
  type RunningNode,
  startNode,
  type Store,
} from '@tieline/server';
import pino from 'pino';
import { companyFileOf, type CompanySpec, testPassword } from './company.ts';
import { createDatabase } from './databases.ts';
import { type Device, signIn } from './person.ts';

export interface TestServerOptions {
  /** Where databases may be made: the `databaseUrl` that the global set-up provides. */
  readonly databaseUrl: string;
  readonly graceSeconds?: number;
  readonly logInLimits?: { readonly perAddress: number; readonly perAccount: number };
  /** Lines of the log, for tests that read it. */
  readonly onLog?: (line: string) => void;
  readonly webFolder?: string;
}

export interface Company<Name extends string> {
  readonly slug: string;
  /** Logs a member in by the front door; each call is another device. */
  signIn(name: Name, side: SignInSurface): Promise<Device>;
  /** Applies the company again with changes. */
  apply(changes: Partial<CompanySpec<Name>>): Promise<void>;
}

/** A whole server: real PostgreSQL, real sockets, on a port of its own. */
export interface TestServer {
  readonly url: string;
  readonly node: RunningNode;
  readonly store: Store;
  readonly databaseUrl: string;
  company<Name extends string>(spec: CompanySpec<Name>): Promise<Company<Name>>;
  /** Starts another node on the same database. */
  startNode(): Promise<RunningNode>;
  close(): Promise<void>;
}

let passwordHash: Promise<string> | null = null;

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
  const start = (): Promise<RunningNode> =>
    startNode({
      store,
      logger,
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://localhost:0',
      graceSeconds: options.graceSeconds ?? 1,
      webFolder: options.webFolder ?? '/nonexistent',
      logInLimits: options.logInLimits ?? { perAddress: 100_000, perAccount: 100_000 },
    });
  const node = await start();
  const others: RunningNode[] = [];
  const url = `http://127.0.0.1:${node.port}`;
  return {
    url,
    node,
    store,
    databaseUrl: database.url,
    company: (spec) => createCompany(store, url, spec),
    startNode: async () => {
      const other = await start();
      others.push(other);
      return other;
    },
    close: async () => {
      for (const other of others) await other.close();
      await node.close();
      await store.close();
      await database.drop();
    },
  };
}

async function createCompany<Name extends string>(
  store: Store,
  url: string,
  spec: CompanySpec<Name>,
): Promise<Company<Name>> {
  const slug = spec.slug ?? `c${randomBytes(5).toString('hex')}`;
  passwordHash ??= hashPassword(testPassword, { memoryCost: 8, timeCost: 1, parallelism: 1 });
  const hash = await passwordHash;
  let current: CompanySpec = spec;
  const apply = async (): Promise<void> => {
    const answer = await applyCompany(companyFileOf(current, slug, hash), { store, dryRun: false });
    if (answer.is !== 'applied') throw new Error(JSON.stringify(answer));
  };
  await apply();
  return {
    slug,
    signIn: (name, side) => signIn({ url, slug }, name, side),
    apply: async (changes) => {
      current = { ...current, ...changes };
      await apply();
    },
  };
}
