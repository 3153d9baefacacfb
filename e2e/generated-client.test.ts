import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import { startTestServer, testPassword, type TestServer } from '@tieline/testkit';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { root, run } from './published.ts';

let server: TestServer;
let folder: string;

beforeAll(async () => {
  [server, folder] = await Promise.all([
    startTestServer({ databaseUrl: inject('databaseUrl') }),
    mkdtemp(join(tmpdir(), 'tieline-generated-')),
  ]);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** What somebody writes who has nothing but the document. */
const program = `
import { client } from './made/client.gen.js';
import { loadSelf, loadRoster, logIn, openConversation, readyz, sendMessage } from './made/sdk.gen.js';

export async function say(baseUrl: string, company: string, email: string, password: string): Promise<string> {
  client.setConfig({ baseUrl });
  const ready = await readyz({ throwOnError: true });
  if (!ready.data.ready) throw new Error('not ready');
  const body = { company, email, password, side: 'office', credential: 'token' } as const;
  const answer = await logIn({ body, throwOnError: true });
  if (answer.data.kind !== 'signed-in' || answer.data.token === null) throw new Error('no token');
  client.setConfig({ baseUrl, auth: answer.data.token });
  const self = await loadSelf({ throwOnError: true });
  const roster = await loadRoster({ path: { roster: 'office' }, query: { search: 'mei' }, throwOnError: true });
  const [mei] = roster.data.entries;
  if (!mei?.start.allowed) throw new Error('nobody to write to');
  const opened = await openConversation({ body: { seat: mei.seat }, throwOnError: true });
  const stored = await sendMessage({
    path: { conversation: opened.data.conversation.id },
    body: { clientId: 'made-by-a-generator', body: { kind: 'plain', text: 'Hello' } },
    throwOnError: true,
  });
  const { message } = stored.data;
  return self.data.name + ' wrote ' + (message.surface === 'office' ? message.text : message.html);
}

export async function fail(baseUrl: string): Promise<string> {
  client.setConfig({ baseUrl });
  const { error } = await logIn({ body: { company: 'x', email: 'x', password: 'x' } });
  return error?.code ?? 'none';
}
`;

interface Program {
  say(url: string, company: string, email: string, password: string): Promise<string>;
  fail(url: string): Promise<string>;
}

it('[EXPL-1] a client that a generator makes of openapi.json compiles, logs in, and sends', async () => {
  const document = join(folder, 'openapi.json');
  await writeFile(document, await (await fetch(`${server.url}/openapi.json`)).text());
  await createClient({
    input: document,
    output: { path: join(folder, 'made'), importFileExtension: '.js' },
    logs: { level: 'silent' },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'program.ts'), program);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--strict', '--target', 'es2023', '--module', 'nodenext', '--types', 'node'];
  await run(
    process.execPath,
    [tsc, ...options, '--outDir', join(folder, 'built'), join(folder, 'program.ts')],
    {
      cwd: folder,
    },
  ).catch((error: unknown) => {
    throw new Error(error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error));
  });
  const types = await readFile(join(folder, 'made/types.gen.ts'), 'utf8');
  for (const name of ['ConversationView', 'SelfView', 'WireError', 'Readiness'])
    expect(types).toContain(`export type ${name} =`);

  const company = await server.company({ cast: { erik: { office: {} }, mei: { office: {} } } });
  // Whoever sends has to be there, by a socket of any device (DEL-1).
  const [mei] = await Promise.all([company.join('mei', 'office'), company.join('erik', 'office')]);
  const made = (await import(pathToFileURL(join(folder, 'built/program.js')).href)) as Program;
  const email = `erik@${company.slug}.example`;
  expect(await made.say(server.url, company.slug, email, testPassword)).toBe('Erik wrote Hello');
  expect(await mei.socket.event('message')).toMatchObject({ message: { text: 'Hello' } });
  expect(await made.fail(server.url)).toBe('log-in-failed');
});
