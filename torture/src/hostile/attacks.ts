import { randomUUID } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { subprotocol } from '@tieline/protocol';
import { WebSocket } from 'ws';

/** The device of somebody who does what no client of ours does, and a file that they may read. */
export interface Attacker {
  /** `http://127.0.0.1:<port>` of the server itself. */
  readonly url: string;
  readonly token: string;
  readonly surface: 'office' | 'console';
  readonly conversation: string;
  /** The path of a large file of their own. */
  readonly file: string;
  readonly company: string;
}

/** How often something was tried, by what came of it. */
export type Tally = Map<string, number>;

/** Goes on until `isOver`. Nothing that comes back stops it. */
export type Attack = (attacker: Attacker, isOver: () => boolean, tally: Tally) => Promise<void>;

const count = (tally: Tally, what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1);
const rounds = async (hands: number, isOver: () => boolean, work: () => Promise<void>): Promise<void> => {
  const hand = async (): Promise<void> => {
    while (!isOver()) await work();
  };
  await Promise.all(Array.from({ length: hands }, hand));
};

function openSocket({ url, surface }: Attacker, token: string): Promise<WebSocket | string> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/socket?surface=${surface}`, subprotocol, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: 5000,
  });
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_, answer) => {
      answer.resume();
      socket.terminate();
      resolve(String(answer.statusCode));
    });
    socket.on('error', () => resolve('no answer'));
  });
}

/** Sends without a pause on a socket, and opens the next one where it is closed. */
function flood(send: (socket: WebSocket) => void): Attack {
  return (attacker, isOver, tally) =>
    rounds(4, isOver, async () => {
      const socket = await openSocket(attacker, attacker.token);
      if (typeof socket === 'string') {
        count(tally, socket);
        await sleep(20);
        return;
      }
      socket.once('close', (code) => count(tally, `closed ${code}`));
      while (!isOver() && socket.readyState === socket.OPEN) {
        for (let times = 0; times < 200; times += 1) send(socket);
        await new Promise(setImmediate);
        if (socket.bufferedAmount > 1_000_000) await sleep(1);
      }
      socket.terminate();
    });
}

/** One HTTP request; `read`: how much of the answer's body is taken. */
function ask(
  { url, surface }: Attacker,
  token: string,
  asked: { readonly method: string; readonly path: string; readonly body?: Buffer | string },
  headers: Record<string, string> = {},
  isRead = true,
): Promise<IncomingMessage | null> {
  const { method, path, body } = asked;
  return new Promise((resolve) => {
    const asking = request(`${url}${path}`, {
      method,
      timeout: 10_000,
      headers: { authorization: `Bearer ${token}`, 'x-tieline-surface': surface, ...headers },
    });
    asking.once('response', (answer) => {
      answer.on('error', () => undefined);
      if (isRead) answer.resume();
      else answer.pause();
      resolve(answer);
    });
    asking.on('timeout', () => asking.destroy());
    asking.on('error', () => resolve(null));
    asking.end(body);
  });
}

const statusOf = (answer: IncomingMessage | null): string => String(answer?.statusCode ?? 'no answer');

const headStorm: Attack = (attacker, isOver, tally) =>
  rounds(30, isOver, async () => {
    count(tally, statusOf(await ask(attacker, attacker.token, { method: 'HEAD', path: attacker.file })));
  });

const unreadDownloads: Attack = async (attacker, isOver, tally) => {
  const open: IncomingMessage[] = [];
  await rounds(8, isOver, async () => {
    const answer = await ask(attacker, attacker.token, { method: 'GET', path: attacker.file }, {}, false);
    count(tally, statusOf(answer));
    if (answer) open.push(answer);
    await sleep(10);
  });
  for (const answer of open) answer.destroy();
};

const madeUp = ({ token }: Attacker): string =>
  `${token.split('.')[0] ?? ''}.${randomUUID().replaceAll('-', '').repeat(2).slice(0, 43)}`;

const madeUpTokens: Attack = (attacker, isOver, tally) =>
  rounds(16, isOver, async () => {
    count(tally, statusOf(await ask(attacker, madeUp(attacker), { method: 'GET', path: '/api/v1/me' })));
    const socket = await openSocket(attacker, madeUp(attacker));
    if (typeof socket === 'string') count(tally, socket);
    else socket.terminate();
  });

const raceForSockets: Attack = async (attacker, isOver, tally) => {
  while (!isOver()) {
    const opened = await Promise.all(Array.from({ length: 300 }, () => openSocket(attacker, attacker.token)));
    for (const socket of opened) {
      count(tally, typeof socket === 'string' ? socket : 'let in');
      if (typeof socket !== 'string') socket.terminate();
    }
    await sleep(50);
  }
};

/** Formatting at the limit of a message, in forms that are the most work to read. */
const heavy: readonly string[] = [
  '<b>'.repeat(20_000),
  '<b><i>'.repeat(4000) + 'x' + '</b></i>'.repeat(2500),
  Array.from({ length: 2500 }, (_, at) => `<font color="${at}">`).join('') + '<p>x'.repeat(2000),
  '<table><a>'.repeat(5000),
  '<ul><li>'.repeat(7000),
  '<a href="https://x.example/">'.repeat(2000),
  'https://x.example/ '.repeat(3200),
  '&lt;'.repeat(16_000),
];

const largeRichText: Attack = (attacker, isOver, tally) =>
  rounds(4, isOver, async () => {
    const html = heavy[Math.floor(Math.random() * heavy.length)] ?? '';
    const body = JSON.stringify({
      clientId: randomUUID(),
      body: { kind: 'rich', html: html.slice(0, 64_000) },
    });
    const path = `/api/v1/conversations/${attacker.conversation}/messages`;
    const type = { 'content-type': 'application/json' };
    count(tally, statusOf(await ask(attacker, attacker.token, { method: 'POST', path, body }, type)));
  });

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const uploadBytes = Buffer.alloc(4 * 1024 * 1024, 7);

/** Brings as much as it may, and never sends it. What it has begun it takes back in the end. */
const uploads: Attack = async (attacker, isOver, tally) => {
  const { token, conversation } = attacker;
  const tus = { 'tus-resumable': '1.0.0' };
  const begun = new Set<string>();
  await rounds(8, isOver, async () => {
    const metadata = `conversation ${base64(conversation)},name ${base64('x.bin')},use ${base64('file')}`;
    const announced = await ask(
      attacker,
      token,
      { method: 'POST', path: '/api/v1/uploads' },
      { ...tus, 'upload-length': String(uploadBytes.length), 'upload-metadata': metadata },
    );
    count(tally, `announced ${statusOf(announced)}`);
    const location = announced?.headers.location;
    if (location === undefined) {
      await sleep(20);
      return;
    }
    begun.add(location);
    const sent = await ask(
      attacker,
      token,
      { method: 'PATCH', path: location, body: uploadBytes },
      { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    );
    count(tally, `sent ${statusOf(sent)}`);
  });
  for (const location of begun) await ask(attacker, token, { method: 'DELETE', path: location }, tus);
};

const wrongPasswords: Attack = (attacker, isOver, tally) =>
  rounds(12, isOver, async () => {
    const email = `nobody${Math.floor(Math.random() * 500)}@${attacker.company}.example`;
    const body = JSON.stringify({ company: attacker.company, email, password: 'wrong' });
    const type = { 'content-type': 'application/json' };
    count(tally, statusOf(await ask(attacker, '', { method: 'POST', path: '/api/v1/log-in', body }, type)));
  });

/** Every way, by its name. */
export const attacks: Readonly<Record<string, Attack>> = {
  'tiny-frames': flood((socket) => socket.send('x')),
  pongs: flood((socket) => socket.pong()),
  'head-storm': headStorm,
  'unread-downloads': unreadDownloads,
  'made-up-tokens': madeUpTokens,
  'race-for-sockets': raceForSockets,
  'large-rich-text': largeRichText,
  uploads,
  'wrong-passwords': wrongPasswords,
};
