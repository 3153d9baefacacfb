import { wireError } from '@tieline/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversationOf, seatOf, selfView, textsOf } from '../../test/cast.ts';
import { expectEventually } from '../../test/expect-eventually.ts';
import { FakeServer } from '../../test/fake-server.ts';
import { clientOf, closeAll, onlineClient } from '../../test/session.ts';
import type { TielineClient } from '../types.ts';
import type { Upload } from './upload-types.ts';

const chat = conversationOf(1);
let server: FakeServer;
let client: TielineClient;

beforeEach(async () => {
  server = await new FakeServer().start();
  server.addChat(chat);
  client = await onlineClient(server);
});

afterEach(async () => {
  closeAll();
  await server.stop();
});

/** Bytes that are nowhere the same, so that a piece at a wrong place shows. */
const bytes = (size: number) =>
  Uint8Array.from({ length: size }, (_, place) => (place * 31 + (place >> 8)) % 251);
const fileOf = (name: string, size = 300_000) => new File([bytes(size)], name, { type: 'text/plain' });

const tray = (of = client): readonly Upload[] => of.getState().uploads.get(chat) ?? [];
const states = () => tray().map(({ state }) => state);
const untilStates = (...wanted: Upload['state'][]) =>
  expectEventually(
    () => states().join() === wanted.join(),
    `the tray is ${wanted.join()}, not ${states().join()}`,
  );
const uploads = () => [...server.uploads.all.values()];
const sentFiles = () => textsOf(server.visible(chat));
const idAt = (place: number) => {
  const upload = tray()[place];
  if (upload === undefined) throw new Error(`nothing at ${place}`);
  return upload.id;
};

/** Holds every PATCH back until it is called. */
function holdPatches(): () => void {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  server.uploads.onRequest = (method) => (method === 'PATCH' ? held : undefined);
  return () => {
    server.uploads.onRequest = () => undefined;
    release();
  };
}

describe('a file', () => {
  it('[CONT-4] is uploaded, waits in the tray, and is sent as a message of its own', async () => {
    client.attach(chat, [fileOf('plan ä.txt')]);
    expect(tray()).toMatchObject([{ name: 'plan ä.txt', type: 'text/plain', size: 300_000, wanted: false }]);
    await untilStates('ready');
    const [kept] = uploads();
    expect(kept?.about).toEqual({ conversation: chat, name: 'plan ä.txt', use: 'file' });
    expect(kept?.content.equals(bytes(300_000))).toBe(true);
    expect(tray()).toMatchObject([{ file: kept?.id, sent: 300_000 }]);
    expect(server.commandsOf('send-message')).toEqual([]);
    client.sendUploads(chat);
    await expectEventually(() => sentFiles().length === 1, 'it is sent');
    expect([sentFiles(), tray(), client.getState().uploads.size]).toEqual([[kept?.id], [], 0]);
  });

  it('says for which side it is, and with which token', async () => {
    const bot = await onlineClient(server, 'office', {}, { token: 'secret' });
    bot.attach(chat, [fileOf('a')]);
    await expectEventually(() => tray(bot)[0]?.state === 'ready', 'it is there');
    for (const headers of server.uploads.headers) {
      expect(headers).toMatchObject({ 'x-tieline-surface': 'office', authorization: 'Bearer secret' });
    }
  });

  it('that is wanted is sent as soon as it is ready, and shown by its name until it is stored', async () => {
    await client.openTimeline(chat);
    const release = holdPatches();
    server.fate = ({ do: name }) => (name === 'send-message' ? 'silence' : undefined);
    client.attach(chat, [fileOf('plan.txt')]);
    client.sendUploads(chat);
    await untilStates('uploading');
    expect(tray()).toMatchObject([{ wanted: true }]);
    const { id } = tray()[0] ?? {};
    release();
    await expectEventually(() => tray().length === 0, 'it has left the tray');
    const pending = client.getState().timelines.get(chat)?.pending;
    expect(pending).toMatchObject([{ clientId: id, fileName: 'plan.txt', body: { kind: 'file' } }]);
  });

  it('that is empty is a file as well', async () => {
    client.attach(chat, [fileOf('empty', 0)]);
    await untilStates('ready');
    expect(uploads().map(({ length }) => length)).toEqual([0]);
  });

  it('that is too large is refused before anything is sent', async () => {
    client.attach(chat, [fileOf('large', 1_000_001), fileOf('fits', 1_000_000)]);
    await untilStates('refused', 'ready');
    expect(tray()[0]?.problem).toMatchObject({
      code: 'file-too-large',
      problem: '1000001 bytes; at most 1000000',
    });
    expect(server.uploads.names).toEqual(['fits']);
    client.retryUpload(idAt(0));
    client.sendUploads(chat);
    await expectEventually(() => sentFiles().length === 1, 'the other is sent');
    expect(tray()).toMatchObject([{ name: 'large', state: 'refused', wanted: false }]);
  });

  it('that the server finds to be infected is refused with its sentence, and can be tried again', async () => {
    server.uploads.onComplete = () => wireError('file-infected', { problem: 'Eicar' });
    client.attach(chat, [fileOf('bad')]);
    client.sendUploads(chat);
    await untilStates('refused');
    expect(tray()[0]).toMatchObject({ wanted: false, problem: { code: 'file-infected', problem: 'Eicar' } });
    server.uploads.onComplete = () => undefined;
    client.retryUpload(idAt(0));
    await untilStates('ready');
    expect(server.uploads.requests.filter((request) => request === 'POST')).toHaveLength(2);
  });

  it('that a rule refuses ends with its sentence', async () => {
    const refusal = { rule: 'CONT-4', code: 'files-not-from-console', sentence: 'Not from here.' } as const;
    server.uploads.onRequest = () => wireError('refused', { refusal });
    client.attach(chat, [fileOf('a')]);
    await untilStates('refused');
    expect(tray()[0]?.problem).toMatchObject({ code: 'refused', sentence: 'Not from here.', refusal });
  });

  it('that cannot be read any more has failed, and may be read again', async () => {
    const source = fileOf('gone');
    const slice = source.slice.bind(source);
    source.slice = () => {
      throw new DOMException('gone', 'NotReadableError');
    };
    client.attach(chat, [source]);
    await untilStates('failed');
    expect(tray()[0]?.problem).toMatchObject({ code: 'no-such-upload' });
    source.slice = slice;
    client.retryUpload(idAt(0));
    await untilStates('ready');
  });
});

describe('a line that breaks', () => {
  it('is waited for, and the upload goes on where it was', async () => {
    server.uploads.cutAt = 120_000;
    client.attach(chat, [fileOf('plan')]);
    await untilStates('ready');
    expect(server.uploads.requests).toEqual(['POST', 'PATCH plan', 'HEAD plan', 'PATCH plan']);
    expect(server.uploads.headers.at(-1)).toMatchObject({ 'upload-offset': '120000' });
    expect(uploads()[0]?.content.equals(bytes(300_000))).toBe(true);
  });

  it('before the last answer does not send anything twice', async () => {
    server.uploads.onComplete = () => 'break';
    client.attach(chat, [fileOf('plan')]);
    await untilStates('ready');
    expect(server.uploads.requests).toEqual(['POST', 'PATCH plan', 'HEAD plan']);
  });

  it('stops what is under way until there is a new one', async () => {
    const release = holdPatches();
    client.attach(chat, [fileOf('plan')]);
    await expectEventually(() => server.uploads.requests.includes('PATCH plan'), 'it has begun');
    server.door = 'down';
    server.breakLines();
    await untilStates('waiting');
    release();
    const asked = server.uploads.requests.length;
    server.door = 'open';
    await untilStates('ready');
    expect(server.uploads.requests.slice(asked, asked + 1)).toEqual(['HEAD plan']);
  });

  it('and an upload that the server has lost meanwhile begin anew', async () => {
    server.uploads.cutAt = 120_000;
    let lost = 0;
    server.uploads.onRequest = (method) => {
      if (method === 'HEAD' && lost++ === 0) server.uploads.all.clear();
      return undefined;
    };
    client.attach(chat, [fileOf('plan')]);
    await untilStates('ready');
    expect(server.uploads.requests.filter((request) => request === 'POST')).toHaveLength(2);
    expect(uploads()[0]?.content.equals(bytes(300_000))).toBe(true);
  });
});

it.each(['storage-full', 'unavailable', 'too-many-requests'] as const)(
  'an answer of %s is told, and the upload tried again by itself',
  async (code) => {
    let isFull = true;
    server.uploads.onRequest = () => (isFull ? wireError(code) : undefined);
    client.attach(chat, [fileOf('plan')]);
    await expectEventually(() => tray()[0]?.problem?.code === code, 'it is told');
    isFull = false;
    await untilStates('ready');
    expect(tray()[0]?.problem).toBeNull();
  },
);

describe('the person', () => {
  it('pauses an upload, which goes on from there', async () => {
    const release = holdPatches();
    client.attach(chat, [fileOf('plan')]);
    await expectEventually(() => server.uploads.requests.includes('PATCH plan'), 'it has begun');
    client.pauseUpload(idAt(0));
    expect(states()).toEqual(['paused']);
    release();
    client.resumeUpload(idAt(0));
    await untilStates('ready');
    expect(server.uploads.requests.filter((request) => request === 'POST')).toHaveLength(1);
  });

  it('has a paused one go on by sending it', async () => {
    const release = holdPatches();
    client.attach(chat, [fileOf('plan')]);
    await untilStates('uploading');
    client.pauseUpload(idAt(0));
    release();
    client.sendUploads(chat);
    await expectEventually(() => sentFiles().length === 1, 'it is sent');
  });

  it('cancels an upload, which is deleted on the server, ready or not', async () => {
    client.attach(chat, [fileOf('one')]);
    await untilStates('ready');
    const release = holdPatches();
    client.attach(chat, [fileOf('two')]);
    await expectEventually(() => server.uploads.requests.includes('PATCH two'), 'it has begun');
    client.cancelUpload(idAt(1));
    client.cancelUpload(idAt(0));
    release();
    expect(tray()).toEqual([]);
    await expectEventually(() => server.uploads.all.size === 0, 'nothing is left there');
    client.sendUploads(chat);
    client.attach(chat, [fileOf('three')]);
    client.sendUploads(chat);
    await expectEventually(() => sentFiles().length > 0, 'the third is sent');
    expect(sentFiles()).toEqual([...server.uploads.all.keys()]);
  });
});

describe('several', () => {
  const held = new Map<string, () => void>();
  const sentNames = () => {
    const nameOf = new Map(uploads().map(({ id, about }) => [String(id), about['name']]));
    return sentFiles().map((file) => nameOf.get(file));
  };
  /** Each is held back until it is let go of by its name. */
  beforeEach(() => {
    server.uploads.onRequest = (method, name) =>
      method === 'PATCH' ? new Promise<void>((resolve) => held.set(name, resolve)) : undefined;
  });
  const begin = async (...names: string[]) => {
    client.attach(
      chat,
      names.map((name) => fileOf(name)),
    );
    client.sendUploads(chat);
    await expectEventually(() => names.every((name) => held.has(name)), 'all have begun');
  };
  afterEach(() => held.clear());

  it('are sent in the order of attaching, whichever is there first', async () => {
    await begin('one', 'two');
    held.get('two')?.();
    await untilStates('uploading', 'ready');
    expect(sentFiles()).toEqual([]);
    held.get('one')?.();
    await expectEventually(() => sentFiles().length === 2, 'both are sent');
    expect(sentNames()).toEqual(['one', 'two']);
  });

  it.each([
    ['is paused', () => client.pauseUpload(idAt(0))],
    ['is cancelled', () => client.cancelUpload(idAt(0))],
  ])('do not wait for one that %s', async (_what, stop) => {
    await begin('one', 'two');
    held.get('two')?.();
    await untilStates('uploading', 'ready');
    stop();
    await expectEventually(() => sentFiles().length === 1, 'the other is sent');
    expect(sentNames()).toEqual(['two']);
  });

  it.each([
    ['refuses', 'file-infected'],
    ['has no room for', 'storage-full'],
  ] as const)('do not wait for one that the server %s', async (_what, code) => {
    server.uploads.onComplete = ({ about }) => (about['name'] === 'one' ? wireError(code) : undefined);
    await begin('one', 'two');
    held.get('two')?.();
    await untilStates('uploading', 'ready');
    held.get('one')?.();
    await expectEventually(() => sentFiles().length === 1, 'the other is sent');
    expect(sentNames()).toEqual(['two']);
  });
});

it('two go at once, the others after them, in order', async () => {
  const release = holdPatches();
  client.attach(
    chat,
    ['a', 'b', 'c', 'd'].map((name) => fileOf(name)),
  );
  await untilStates('uploading', 'uploading', 'waiting', 'waiting');
  await expectEventually(() => server.uploads.requests.includes('PATCH b'), 'two have begun');
  expect(server.uploads.names.toSorted()).toEqual(['a', 'b']);
  release();
  await untilStates('ready', 'ready', 'ready', 'ready');
  expect(server.uploads.names.slice(2)).toEqual(['c', 'd']);
  expect(server.uploads.mostAtOnce).toBeLessThanOrEqual(2);
  client.sendUploads(chat);
  const inOrder = tray().map(({ file }) => file);
  await expectEventually(() => sentFiles().length === 4, 'all are sent');
  expect(inOrder).toEqual([]);
  const nameOf = new Map(uploads().map(({ id, about }) => [String(id), about['name']]));
  expect(sentFiles().map((file) => nameOf.get(file))).toEqual(['a', 'b', 'c', 'd']);
});

describe('an image for rich text', () => {
  it('[CONT-1] is uploaded past the tray, with its progress, and told by its id', async () => {
    const seen: number[] = [];
    const file = await client.upload(chat, fileOf('shot.png', 50_000), {
      onProgress: (sent) => seen.push(sent),
    });
    expect([file, seen.at(-1)]).toEqual([uploads()[0]?.id, 50_000]);
    expect([uploads()[0]?.about['use'], tray().length]).toEqual(['image', 0]);
  });

  it('rejects with what the server says', async () => {
    server.uploads.onComplete = () => wireError('image-unreadable');
    const failed = client.upload(chat, fileOf('shot.png'));
    await expect(failed).rejects.toMatchObject({ wire: { code: 'image-unreadable' } });
  });

  it('is refused at once where it is too large for an image', async () => {
    const large = client.upload(chat, new File([new Uint8Array(20 * 1024 * 1024 + 1)], 'shot.png'));
    await expect(large).rejects.toMatchObject({ wire: { code: 'file-too-large' } });
    expect(server.uploads.requests).toEqual([]);
  });

  it('is given up on demand, and deleted', async () => {
    const release = holdPatches();
    const controller = new AbortController();
    const given = client.upload(chat, fileOf('shot.png'), { signal: controller.signal });
    await expectEventually(() => server.uploads.requests.includes('PATCH shot.png'), 'it has begun');
    controller.abort(new Error('not wanted'));
    await expect(given).rejects.toThrow('not wanted');
    release();
    await expectEventually(() => server.uploads.all.size === 0, 'it is deleted');
  });

  it('is not waited for any more after a log-out', async () => {
    holdPatches();
    const given = client.upload(chat, fileOf('shot.png'));
    await Promise.all([
      expect(given).rejects.toMatchObject({ wire: { code: 'not-signed-in' } }),
      client.logOut(),
    ]);
  });
});

it('somebody else under the same cookie neither sees nor sends what was attached', async () => {
  const release = holdPatches();
  client.attach(chat, [fileOf('secret')]);
  client.sendUploads(chat);
  await untilStates('uploading');
  server.self = selfView({ seat: seatOf(7) });
  server.breakLines();
  await expectEventually(() => client.getState().self?.seat === seatOf(7), 'the other one is here');
  release();
  client.attach(chat, [fileOf('own')]);
  await untilStates('ready');
  expect([tray().map(({ name }) => name), sentFiles()]).toEqual([['own'], []]);
});

it('what is attached before the first welcome waits for it', async () => {
  const early = clientOf(server);
  early.attach(chat, [fileOf('early')]);
  expect(tray(early)).toMatchObject([{ state: 'waiting' }]);
  early.connect();
  await expectEventually(() => tray(early)[0]?.state === 'ready', 'it is there');
});
