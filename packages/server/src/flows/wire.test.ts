import { connect, type Socket } from 'node:net';
import { subprotocol } from '@tieline/protocol';
import {
  type Company,
  type Device,
  type Line,
  startTestServer,
  type TestServer,
  waitFor,
  type WholeCast,
  wholeCast,
} from '@tieline/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadStoredSeqs } from '../store/looking.fixture.ts';

let server: TestServer;
let house: Company<WholeCast>;
let device: Device;
let witness: Line;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: inject('databaseUrl') });
  house = await server.company({ cast: wholeCast });
  device = await house.signIn('erik', 'office');
  witness = await house.join('mei', 'office');
});
afterAll(() => server.close());
// Whatever came over one line: the server and every other line live on.
afterEach(() => witness.caughtUp());

/** A frame of a client, masked with zeros; `first` is its first byte (end of message, reserved bits, opcode). */
function frame(payload: string | Buffer, first = 0x81): Buffer {
  const data = Buffer.from(payload);
  const length = data.length < 126 ? [0x80 | data.length] : [0xfe, data.length >> 8, data.length & 0xff];
  return Buffer.concat([Buffer.from([first, ...length, 0, 0, 0, 0]), data]);
}

const command = (id: number, name = 'ping', input: object = {}) =>
  frame(JSON.stringify({ id, do: name, with: input }));
const upgrade = () =>
  [
    'GET /api/v1/socket?surface=office HTTP/1.1',
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Sec-WebSocket-Protocol: ${subprotocol}`,
    `Authorization: Bearer ${device.token}`,
    '\r\n',
  ].join('\r\n');

interface Tcp {
  readonly socket: Socket;
  readonly text: () => string;
  readonly isClosed: () => boolean;
}

function tcp(): Tcp {
  const socket = connect(server.node.port, '127.0.0.1');
  let text = '';
  let closed = false;
  socket.on('data', (data) => (text += data.toString('latin1')));
  socket.on('close', () => (closed = true));
  socket.on('error', () => undefined);
  return { socket, text: () => text, isClosed: () => closed };
}

async function upgraded(): Promise<Tcp> {
  const line = tcp();
  line.socket.write(upgrade());
  await waitFor('the welcome', () => line.text().includes('"on":"welcome"'));
  return line;
}

async function expectAnswers(line: Tcp, ...ids: readonly number[]): Promise<void> {
  await waitFor(`the answers ${ids.join()}`, () =>
    ids.every((id) => line.text().includes(`"re":${id},"ok"`)),
  );
}

describe('frames', () => {
  it('that arrive together are answered one by one', async () => {
    const line = await upgraded();
    line.socket.write(Buffer.concat([command(1), command(2), frame('no frame'), command(3)]));
    await expectAnswers(line, 1, 2, 3);
    expect(line.text()).toContain('"re":null,"error"');
    line.socket.destroy();
  });

  it('that arrive byte by byte are answered as well', async () => {
    const line = await upgraded();
    for (const byte of command(4)) line.socket.write(Buffer.from([byte]));
    await expectAnswers(line, 4);
    line.socket.destroy();
  });

  it('that are sent before the welcome wait for it', async () => {
    const line = tcp();
    line.socket.write(Buffer.concat([Buffer.from(upgrade()), command(5), command(6)]));
    await expectAnswers(line, 5, 6);
    expect(line.text().indexOf('"on":"welcome"')).toBeLessThan(line.text().indexOf('"re":'));
    expect(line.text().indexOf('"on":"welcome"')).toBeGreaterThan(0);
    line.socket.destroy();
  });

  it('of two parts are one frame', async () => {
    const line = await upgraded();
    line.socket.write(Buffer.concat([frame('{"id":7,"do":"pi', 0x01), frame('ng","with":{}}', 0x80)]));
    await expectAnswers(line, 7);
    line.socket.destroy();
  });

  const broken: [string, Buffer][] = [
    ['without a mask', Buffer.concat([Buffer.from([0x81, 2]), Buffer.from('{}')])],
    ['with reserved bits', frame('{}', 0xf1)],
    ['of an unknown kind', frame('{}', 0x83)],
    ['that continues nothing', frame('{}', 0x80)],
    ['said to be compressed', frame(Buffer.from([0xca, 0x4f, 0x04, 0x00]), 0xc1)],
    ['a ping too long', frame('x'.repeat(126), 0x89)],
    ['of half a length', Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['that says it has a gigabyte', Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0])],
    ['a close that is none', frame(Buffer.from([0x00]), 0x88)],
    ['a close with a code that is none', frame(Buffer.from([0x00, 0x01]), 0x88)],
  ];
  it.each(broken)('%s end their own line only', async (_, bytes) => {
    const line = await upgraded();
    line.socket.write(Buffer.concat([bytes, command(8)]));
    await waitFor('the line to be closed', line.isClosed);
    expect(line.text()).not.toContain('"re":8');
  });

  it('that lie about their length, and hang up, are forgotten', async () => {
    const line = await upgraded();
    line.socket.write(frame('{"id":9').subarray(0, 9));
    line.socket.destroy();
    const again = await upgraded();
    again.socket.write(command(10));
    await expectAnswers(again, 10);
    again.socket.destroy();
  });
});

describe('two hundred commands without waiting', () => {
  it('[DEL-5] are each answered once, with what belongs to each', async () => {
    const line = await house.join('olivia', 'office');
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        at % 2 === 0
          ? line.socket.command('ping', {})
          : line.socket.command('mark-read', { conversation: line.seat as never, seq: at }),
      ),
    );
    expect(replies.filter((reply) => 'ok' in reply)).toHaveLength(100);
    expect(replies.filter((reply) => 'error' in reply && reply.error.code === 'not-found')).toHaveLength(100);
  });

  it('[DEL-5, DEL-7] are each stored or said to come too fast', async () => {
    const line = await house.join('olivia', 'office');
    const { id } = await line.open(witness.seat);
    const replies = await Promise.all(
      Array.from({ length: 300 }, (_, at) =>
        line.socket.command('send-message', {
          conversation: id,
          clientId: `message-number-${at}` as never,
          body: { kind: 'plain', text: `Message ${at}` },
        }),
      ),
    );
    const stored = replies.flatMap((reply) => ('ok' in reply ? [reply.ok.message.seq] : []));
    const others = replies.flatMap((reply) => ('error' in reply ? [reply.error.code] : []));
    expect(new Set(others)).toEqual(new Set(['too-many-requests']));
    expect(stored.length).toBeGreaterThan(100);
    expect(await loadStoredSeqs(server.store, id)).toEqual(stored.toSorted((a, b) => a - b));
    await witness.caughtUp();
    expect(witness.heard('message').map(({ message }) => message.seq)).toEqual(stored.map((_, at) => at + 1));
  });
});
