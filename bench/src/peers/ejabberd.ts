import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChild, startChild } from '../programs/children.ts';
import { freePort } from '../programs/free-port.ts';
import type { System } from '../systems/system.ts';
import { type Postgres, query, withClient } from '../tieline/database.ts';
import { domain, password, untilOpen, userName, xmppJob } from './accounts.ts';
import { requirePackages } from './packages.ts';

const script = '/usr/sbin/ejabberdctl';
const schema = '/usr/share/ejabberd/sql/pg.sql';
const driver = '/usr/share/doc/erlang-p1-pgsql';

/** ejabberd as Debian packages it, with its archive (XEP-0313) in the PostgreSQL that Tieline is measured on. */
export async function openEjabberd(postgres: Postgres, pairs: number): Promise<System> {
  await requirePackages([
    { name: 'ejabberd', file: script },
    { name: 'erlang-p1-pgsql', file: driver },
  ]);
  const databaseUrl = await postgres.createDatabase();
  await writeAccounts(databaseUrl, 2 * pairs);
  const folder = await mkdtemp(join(tmpdir(), 'tieline-bench-ejabberd-'));
  const port = await freePort();
  await writeFile(join(folder, 'ejabberd.yml'), configuration(databaseUrl, port), { mode: 0o600 });
  // Without a node name: no daemon (epmd) is started that would stay behind.
  const args = [
    '+K',
    'true',
    '+P',
    '250000',
    '-noinput',
    '-mnesia',
    'dir',
    `"${folder}/mnesia"`,
    '-s',
    'ejabberd',
  ];
  const child = await startChild('/usr/bin/erl', args, {
    env: environment(folder),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const close = async (): Promise<void> => {
    await endChild(child);
    await postgres.dropDatabase(databaseUrl);
    await rm(folder, { recursive: true, force: true });
  };
  await untilOpen(port, child, 'ejabberd').catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    name: 'ejabberd',
    job: xmppJob(port, pairs),
    processes: { server: child.pid, postgres: postgres.pid },
    stored: async () => {
      // Each message is kept twice: in the archive of either user.
      const [row] = await query<{ count: string }>(databaseUrl, 'select count(*) / 2 as count from archive');
      return Number(row?.count);
    },
    close,
  };
}

function writeAccounts(databaseUrl: string, users: number): Promise<void> {
  return withClient(databaseUrl, async (client) => {
    await client.query(readFileSync(schema, 'utf8'));
    const names = Array.from({ length: users }, (_, index) => userName(index));
    await client.query(
      'insert into users (username, password) select name, $2 from unnest($1::text[]) name',
      [names, password],
    );
  });
}

/** As its own start script sets it. */
function environment(folder: string): NodeJS.ProcessEnv {
  const libraries = /^ERL_LIBS='([^']+)'/m.exec(readFileSync(script, 'utf8'))?.[1];
  return {
    ...process.env,
    HOME: folder,
    ...(libraries !== undefined && { ERL_LIBS: libraries }),
    ERL_CRASH_DUMP: join(folder, 'crash.dump'),
    ERL_MAX_PORTS: '32000',
    EJABBERD_CONFIG_PATH: join(folder, 'ejabberd.yml'),
    EJABBERD_LOG_PATH: join(folder, 'ejabberd.log'),
  };
}

/** No limits of rate, no TLS, and of the modules only the archive. What is not named is as it comes. */
function configuration(databaseUrl: string, port: number): string {
  const { hostname, port: sqlPort, username, password: secret, pathname } = new URL(databaseUrl);
  return `
hosts: [${domain}]
loglevel: error
listen:
  - port: ${port}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    access: all
    shaper: none
    starttls: false
auth_method: sql
default_db: sql
sql_type: pgsql
sql_server: "${hostname}"
sql_port: ${sqlPort}
sql_database: "${pathname.slice(1)}"
sql_username: "${username}"
sql_password: "${decodeURIComponent(secret)}"
modules:
  mod_mam:
    default: always
`;
}
