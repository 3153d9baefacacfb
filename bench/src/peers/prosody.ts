import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChild, startChild } from '../programs/children.ts';
import { freePort } from '../programs/free-port.ts';
import type { System } from '../systems/system.ts';
import { domain, password, untilOpen, userName, xmppJob } from './accounts.ts';
import { requirePackages } from './packages.ts';

const program = '/usr/bin/prosody';

/** Prosody as Debian packages it, with its archive (XEP-0313) in its own files, which it does not fsync. */
export async function openProsody(pairs: number): Promise<System> {
  await requirePackages([{ name: 'prosody', file: program }]);
  const folder = await mkdtemp(join(tmpdir(), 'tieline-bench-prosody-'));
  const port = await freePort();
  await writeAccounts(join(folder, 'data', domain, 'accounts'), 2 * pairs);
  await writeFile(join(folder, 'prosody.cfg.lua'), configuration(folder, port));
  const child = await startChild(program, ['-F', '--config', join(folder, 'prosody.cfg.lua')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const close = async (): Promise<void> => {
    await endChild(child);
    await rm(folder, { recursive: true, force: true });
  };
  await untilOpen(port, child, 'Prosody').catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    name: 'prosody',
    job: xmppJob(port, pairs),
    processes: { server: child.pid },
    stored: () => countMessages(join(folder, 'data', domain, 'archive')),
    close,
  };
}

async function writeAccounts(folder: string, users: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < users; index += 1)
    await writeFile(join(folder, `${userName(index)}.dat`), `return { ["password"] = "${password}" };\n`);
}

/** Each message is an item of two lists: the archives of both users. */
async function countMessages(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let items = 0;
  for (const name of names.filter((file) => file.endsWith('.list')))
    items += (await readFile(join(folder, name), 'latin1')).split('\nitem(').length;
  return items / 2;
}

/** No limits of rate, no TLS, and of the modules only what a chat with an archive needs. */
function configuration(folder: string, port: number): string {
  return `
run_as_root = true
daemonize = false
pidfile = "${folder}/prosody.pid"
data_path = "${folder}/data"
log = { error = "${folder}/prosody.log" }
c2s_ports = { ${port} }
c2s_interfaces = { "127.0.0.1" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
storage = "internal"
modules_enabled = { "saslauth", "mam" }
modules_disabled = { "s2s", "offline" }
default_archive_policy = true
archive_expires_after = "never"
VirtualHost "${domain}"
`;
}
