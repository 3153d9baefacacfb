import type { CommandInput, CommandName, ReplyFrame, ServerEvent } from '@tieline/protocol';
import { subprotocol } from '@tieline/protocol';
import { WebSocket } from 'ws';
import { sleep } from '../ground/patience.ts';
import type { Journal } from '../journal.ts';
import { answerWithin, type Device } from './sign-in.ts';
import { tappedSockets } from './tap.ts';

/** A device that speaks over a bare socket and opens it again whenever it is lost, until it is told to stop. */
export interface RawClient {
  readonly device: Device;
  /** Rejects where no answer came: nobody knows whether it was done. */
  command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<ReplyFrame<Name>>;
  readonly isOnline: () => boolean;
  /** The server said that the session is over, or closed the line because of it. */
  readonly isSignedOut: () => boolean;
  close(): void;
}

const signedOutCode = 4401;

interface Waiting {
  readonly resolve: (reply: never) => void;
  readonly reject: (fault: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export function createRawClient(journal: Journal, device: Device): RawClient {
  const { Socket } = tappedSockets(journal, device);
  const address = `${device.lane.url.replace('http', 'ws')}/api/v1/socket?surface=${device.surface}`;
  const waiting = new Map<number, Waiting>();
  let socket: WebSocket | null = null;
  let nextId = 1;
  let online = false;
  let signedOut = false;
  let wanted = true;

  function open(): void {
    const headers = { authorization: `Bearer ${device.token}` };
    const made = new Socket(address, [subprotocol], { headers, handshakeTimeout: answerWithin });
    socket = made;
    made.on('message', (data: Buffer) => hear(JSON.parse(data.toString()) as ReplyFrame | ServerEvent));
    made.on('unexpected-response', (_, response) => {
      if (response.statusCode === 401) signedOut = true;
      made.terminate();
    });
    made.on('error', () => undefined);
    made.on('close', (code) => lost(code));
  }

  function hear(frame: ReplyFrame | ServerEvent): void {
    if ('on' in frame) {
      if (frame.on === 'welcome') online = true;
      if (frame.on === 'session-ended') signedOut = true;
      return;
    }
    if (frame.re === null) return;
    const asked = waiting.get(frame.re);
    waiting.delete(frame.re);
    clearTimeout(asked?.timer);
    asked?.resolve(frame as never);
  }

  function lost(code: number): void {
    online = false;
    if (code === signedOutCode) signedOut = true;
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new Error('The line was lost'));
    }
    waiting.clear();
    if (wanted && !signedOut) void sleep(50 + Math.random() * 300).then(() => wanted && open());
  }

  open();
  return {
    device,
    isOnline: () => online,
    isSignedOut: () => signedOut,
    command: (name, input) =>
      new Promise((resolve, reject) => {
        if (!online || socket === null) return reject(new Error('There is no line'));
        const id = nextId++;
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error('No answer came'));
          // A line that does not answer is given up, as a half-open one never tells.
          socket?.terminate();
        }, answerWithin);
        waiting.set(id, { resolve, reject, timer });
        socket.send(JSON.stringify({ id, do: name, with: input }));
      }),
    close: () => {
      wanted = false;
      socket?.terminate();
    },
  };
}
