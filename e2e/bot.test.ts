import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConversationId } from '@tieline/protocol';
import {
  type Company,
  type Line,
  startTestServer,
  testPassword,
  type TestServer,
  waitFor,
} from '@tieline/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { openProject, type Project, root } from './published.ts';

let project: Project;
let server: TestServer;
let bot: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  [project, server] = await Promise.all([
    openProject('ws', '@types/ws', '@types/node', 'undici-types'),
    startTestServer({ databaseUrl: inject('databaseUrl') }),
  ]);
  bot = await project.copy('examples/bot/bot.js');
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});
afterAll(async () => {
  await server.close();
  await project.remove();
});

interface Run {
  /** All that it has printed. */
  readonly said: () => string;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

function start(company: Company<'bot' | 'erik'>): Run {
  const child = spawn(process.execPath, [bot], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      BOT_SERVER: server.url,
      BOT_COMPANY: company.slug,
      BOT_EMAIL: `bot@${company.slug}.example`,
      BOT_PASSWORD: testPassword,
    },
  });
  running.add(child);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return {
    said: () => said,
    end: (signal) => {
      child.kill(signal);
      return gone;
    },
  };
}

async function textsOf(line: Line, chat: ConversationId): Promise<readonly string[]> {
  const { messages } = await line.history(chat);
  return messages.map((message) => (message.surface === 'office' ? message.text : message.html));
}

/** Waits until the bot has answered `count` times, and for what it may do too much. */
async function settled(
  line: Line,
  chat: ConversationId,
  run: Run,
  count: number,
): Promise<readonly string[]> {
  const answers = (texts: readonly string[]) => texts.filter((text) => text.startsWith('You wrote: '));
  const look = async () => {
    const texts = await textsOf(line, chat);
    return answers(texts).length >= count ? texts : null;
  };
  await waitFor(`${count} answers; the bot says: ${run.said()}`, look);
  await line.caughtUp();
  return textsOf(line, chat);
}

describe('the packages as they are published', () => {
  it('have modules, declarations, a licence and a README, and nothing of the source', () => {
    for (const name of ['@tieline/text', '@tieline/protocol', '@tieline/client']) {
      const files = project.filesOf(name);
      for (const file of ['dist/index.js', 'dist/index.d.ts', 'dist/LICENSE', 'README.md', 'package.json'])
        expect({ name, files }).toMatchObject({ name, files: expect.arrayContaining([file]) as unknown });
      const others = files.filter(
        (file) =>
          !/^(?:dist\/(?:(?:[\w-]+\/)*[\w-]+\.(?:d\.ts|js)|LICENSE)|README\.md|package\.json)$/.test(file),
      );
      expect({ name, others }).toEqual({ name, others: [] });
    }
  });

  it('compile with the bot and with what the README shows', async () => {
    const readme = await readFile(join(root, 'packages/client/README.md'), 'utf8');
    const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
    expect(blocks.length).toBeGreaterThan(2);
    const shown = await project.write('readme.ts', blocks.join('\n'));
    await project.compile(bot, shown);
    const wrong = await project.write('wrong.ts', `${blocks.join('\n')}\nclient.send('nobody', 7);\n`);
    await expect(project.compile(wrong)).rejects.toThrow('wrong.ts');
  });
});

describe('the bot of the examples', () => {
  it('is short', async () => {
    const lines = (await readFile(join(root, 'examples/bot/bot.js'), 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(20);
  });

  it('[DEL-6, DEL-7] answers what waited and what comes, each once, over stops and kills', async () => {
    const company = await server.company({ cast: { bot: { office: {} }, erik: { office: {} } } });
    const erik = await company.join('erik', 'office');
    const { id } = await erik.open((await company.signIn('bot', 'office')).seat);
    for (const text of ['one', 'two', 'three']) await erik.say(id, text);

    const first = start(company);
    const after = await settled(erik, id, first, 3);
    expect(after.slice(3)).toEqual(['You wrote: one', 'You wrote: two', 'You wrote: three']);
    await erik.say(id, 'four');
    await settled(erik, id, first, 4);
    expect(await first.end('SIGTERM')).toBe(0);

    await erik.say(id, 'five');
    const second = start(company);
    await settled(erik, id, second, 5);
    await second.end('SIGKILL');
    await erik.say(id, 'six');
    const third = start(company);
    const all = await settled(erik, id, third, 6);
    const answers = all.filter((text) => text.startsWith('You wrote: '));
    const asked = ['one', 'two', 'three', 'four', 'five', 'six'];
    expect(answers).toEqual(asked.map((text) => `You wrote: ${text}`));
    expect(await third.end('SIGTERM')).toBe(0);
  });

  it('says what is wrong with its password, and ends', async () => {
    const company = await server.company({
      password: 'another one',
      cast: { bot: { office: {} }, erik: {} },
    });
    const run = start(company);
    await waitFor('it to end', () => running.size === 0);
    expect(run.said()).toContain('Company, e-mail or password is not right.');
  });
});
