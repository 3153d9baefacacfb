import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ConversationId, TenantId } from '@tieline/protocol';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptBody } from './accept-body.ts';
import { type Bodies, createBodies, type ReadableBody } from './bodies.ts';

let folder: string;
let thread: string;
let bodies: Bodies;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieline-bodies-'));
  thread = join(folder, 'body-thread.mjs');
  const bundle = await rolldown({
    input: fileURLToPath(new URL('./body-thread.ts', import.meta.url)),
    platform: 'node',
    // The packages by their sources, as a tree that was never built has nothing else.
    resolve: { conditionNames: ['tieline-source', 'import'] },
  });
  await bundle.write({ file: thread, format: 'esm', codeSplitting: false });
  await bundle.close();
  bodies = createBodies(thread);
});
afterAll(async () => {
  await bodies.close();
  await rm(folder, { recursive: true, force: true });
});

const [acme, other] = ['acme', 'other'] as TenantId[];
const [chat, beside] = ['chat', 'beside'] as ConversationId[];
const rich = (html: string): ReadableBody => ({ kind: 'rich', html });
const plain = (text: string): ReadableBody => ({ kind: 'plain', text });
const accept = (body: ReadableBody, conversation = chat, tenant = acme) =>
  bodies.accept(tenant as TenantId, conversation as ConversationId, body);

/** As much work as a message may be. */
const heavy = rich('https://x.example/ '.repeat(3400));

describe('bodies', () => {
  it('are read at once where they are small, and by the other thread where they are large, alike', async () => {
    const small = rich('<p>Hello <b>you</b></p>');
    expect(accept(small)).toEqual(acceptBody(small));
    for (const large of [heavy, rich('<p>a <i>b</i></p>'.repeat(500)), rich('<div>'.repeat(2000))]) {
      const read = accept(large);
      expect(read).toBeInstanceOf(Promise);
      expect(await read).toEqual(acceptBody(large));
    }
  });

  it('keep nobody waiting who does not wait for them', async () => {
    await accept(heavy);
    let turns = 0;
    let isRead = false;
    const reading = Promise.resolve(accept(heavy)).then(() => (isRead = true));
    expect(accept(plain('beside'), beside)).toMatchObject({ ok: true });
    while (!isRead && turns < 1_000_000) {
      await turn();
      turns += 1;
    }
    await reading;
    // Where one thread does both, there is none but the first.
    expect(turns).toBeGreaterThan(10);
  });

  it('[DEL-7] of one conversation are read in their order', async () => {
    const order: string[] = [];
    const note = (name: string, read: ReturnType<typeof accept>) =>
      Promise.resolve(read).then(() => order.push(name));
    await Promise.all([
      note('large', accept(heavy)),
      note('small behind it', accept(plain('b'))),
      note('large of another', accept(heavy, beside, other)),
      note('another small', accept(plain('c'))),
    ]);
    expect(order.filter((name) => name !== 'large of another')).toEqual([
      'large',
      'small behind it',
      'another small',
    ]);
  });

  it('that cost the thread its life are answered, and the next ones are read', async () => {
    const deadly = join(folder, 'deadly.mjs');
    await writeFile(
      deadly,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ html }) =>
         html.startsWith('die') ? process.exit(3) : parentPort.postMessage({ answer: { ok: false, error: 'text-empty' } }));`,
    );
    const mortal = createBodies(deadly);
    const read = (html: string) =>
      mortal.accept(acme as TenantId, chat as ConversationId, rich(html.repeat(2000)));
    expect(await read('live')).toMatchObject({ ok: false });
    await expect(read('die')).rejects.toThrow('ended with 3');
    expect(await read('live')).toMatchObject({ ok: false });
    await mortal.close();
  });
});
