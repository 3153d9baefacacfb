import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { subprotocol, type WireError } from '@tieline/protocol';
import { WebSocket } from 'ws';
import { newClientId } from './client-ids.ts';
import type { End, Wire } from './closed-loop.ts';
import { cork } from './cork.ts';
import type { FramesEnd } from './job.ts';
import { type EndName, numberIn, readNumber, textOf } from './text.ts';

/** Messages of which the client id is still known, should they have to be sent again. */
const remembered = 4096;

const letterO = 'o'.charCodeAt(0);
const letterR = 'r'.charCodeAt(0);
const replyPrefix = '{"re":'.length;
const messagePrefix = '{"on":"message"';
const textKey = Buffer.from('"text":"');
const placeKey = Buffer.from('"seq":');

/** A socket that speaks Tieline's frames, and has been welcomed. */
export interface FramesSocket {
  /** The wire of a conversation. What the socket hears from now on is told to `hears`. */
  wire(conversation: string, name: EndName, hears: End): Wire;
}

export async function openFramesSocket({ url, token }: FramesEnd): Promise<FramesSocket> {
  const socket = new WebSocket(url, subprotocol, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
    headers: { authorization: `Bearer ${token}` },
  });
  const upgraded = once(socket, 'upgrade') as Promise<[IncomingMessage]>;
  const [[{ socket: line }]] = await Promise.all([upgraded, firstFrame(socket)]);
  return {
    wire: (conversation, name, hears) => {
      const other = name === 'a' ? 'b' : 'a';
      socket.on('message', (frame: Buffer) => hear(frame, other, hears));
      socket.on('close', (code) => hears.refused(0, false, `the socket was closed with ${code}`));
      const clientIds = Array.from({ length: remembered }, () => '');
      const numbers = new Float64Array(remembered);
      return {
        send: (number) => {
          const slot = number % remembered;
          if (numbers[slot] !== number) clientIds[slot] = newClientId();
          numbers[slot] = number;
          cork(line);
          socket.send(commandOf(conversation, number, clientIds[slot] ?? '', textOf(name, number)));
        },
      };
    },
  };
}

/** Resolves with the welcome; a system that does not welcome its clients is not ready for them. */
function firstFrame(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('message', () => resolve());
    socket.once('error', reject);
    socket.once('close', (code) =>
      reject(new Error(`The socket was closed with ${code} before its welcome`)),
    );
  });
}

function commandOf(conversation: string, number: number, clientId: string, text: string): string {
  return (
    `{"id":${number},"do":"send-message","with":{"conversation":"${conversation}","clientId":"${clientId}",` +
    `"body":{"kind":"plain","text":"${text}"}}}`
  );
}

/** Reads no more of a frame than is needed to check it: parsing it all would cost more than the server's work. */
function hear(frame: Buffer, other: EndName, hears: End): void {
  if (frame[2] === letterR) {
    const number = readNumber(frame, replyPrefix);
    const afterNumber = frame.indexOf('"', replyPrefix) + 1;
    if (frame[afterNumber] === letterO) hears.acknowledged(number);
    else hearRefusal(frame, number, hears);
    return;
  }
  if (frame.toString('latin1', 0, messagePrefix.length) !== messagePrefix) return;
  // The sender hears its own message as well, as other devices of the same seat do; only the other's counts.
  const number = numberIn(frame, frame.indexOf(textKey) + textKey.length, other);
  if (number === null) return;
  hears.delivered(number, readNumber(frame, frame.indexOf(placeKey) + placeKey.length));
}

function hearRefusal(frame: Buffer, number: number, hears: End): void {
  const { error } = JSON.parse(frame.toString()) as { error: WireError };
  hears.refused(number, error.retry, `${error.code} ${error.problem ?? error.sentence}`);
}
