import type { CommandInput, CommandName, ReplyFrame, ServerEvent } from '@tieline/protocol';
import { subprotocol } from '@tieline/protocol';
import { WebSocket } from 'ws';
import { sleep } from '../ground/patience.ts';
import type { Journal } from '../journal.ts';
import { answerWithin, type Device } from './sign-in.ts';
import { tappedSockets } from './tap.ts';

const signedOutCode = 4401;

interface Waiting {
  readonly resolve: (reply: never) => void;
  readonly reject: (fault: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** A device that speaks over a bare socket and opens it again whenever it is lost, until it is told to stop. */
export class RawClient {
  readonly device: Device;
  readonly #journal: Journal;
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket | null = null;
  #nextId = 1;
  #isOnline = false;
  #isSignedOut = false;
  #isWanted = true;

  constructor(journal: Journal, device: Device) {
    this.#journal = journal;
    this.device = device;
    this.#open();
  }

  isOnline(): boolean {
    return this.#isOnline;
  }

  /** The server said that the session is over, or closed the line because of it. */
  isSignedOut(): boolean {
    return this.#isSignedOut;
  }

  /** Rejects where no answer came: nobody knows whether it was done. */
  command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<ReplyFrame<Name>> {
    const socket = this.#socket;
    if (!this.#isOnline || socket === null) return Promise.reject(new Error('There is no line'));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error('No answer came'));
        // A line that does not answer is given up, as a half-open one never tells.
        this.#socket?.terminate();
      }, answerWithin);
      this.#waiting.set(id, { resolve, reject, timer });
      socket.send(JSON.stringify({ id, do: name, with: input }));
    });
  }

  close(): void {
    this.#isWanted = false;
    this.#socket?.terminate();
  }

  #open(): void {
    const { lane, surface, token } = this.device;
    const { Socket } = tappedSockets(this.#journal, this.device);
    const address = `${lane.url.replace('http', 'ws')}/api/v1/socket?surface=${surface}`;
    const headers = { authorization: `Bearer ${token}` };
    const socket = new Socket(address, [subprotocol], { headers, handshakeTimeout: answerWithin });
    this.#socket = socket;
    socket.on('message', (data: Buffer) =>
      this.#hear(JSON.parse(data.toString()) as ReplyFrame | ServerEvent),
    );
    socket.on('unexpected-response', (_, response) => {
      if (response.statusCode === 401) this.#isSignedOut = true;
      socket.terminate();
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => this.#onLost(code));
  }

  #hear(frame: ReplyFrame | ServerEvent): void {
    if ('on' in frame) {
      if (frame.on === 'welcome') this.#isOnline = true;
      if (frame.on === 'session-ended') this.#isSignedOut = true;
      return;
    }
    if (frame.re === null) return;
    const command = this.#waiting.get(frame.re);
    this.#waiting.delete(frame.re);
    clearTimeout(command?.timer);
    command?.resolve(frame as never);
  }

  #onLost(code: number): void {
    this.#isOnline = false;
    if (code === signedOutCode) this.#isSignedOut = true;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Error('The line was lost'));
    }
    this.#waiting.clear();
    if (this.#isWanted && !this.#isSignedOut)
      void sleep(50 + Math.random() * 300).then(() => this.#isWanted && this.#open());
  }
}
