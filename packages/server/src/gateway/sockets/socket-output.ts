import type { Duplex } from 'node:stream';
import { closeCodes } from '@tieline/protocol';
import type { WebSocket } from 'ws';
import { cork } from './cork.ts';
import { textFrame } from './text-frame.ts';

/** Bytes that may wait for a client that does not read; beyond, it is closed, and resumes when it can. */
const mostWaitingBytes = 1024 * 1024;
/** Frames that may wait for the welcome. */
const mostQueuedFrames = 2000;
/** Milliseconds that a client has to answer a close. */
const closeMs = 2000;

/** What is sent to one socket. The welcome comes first, whatever else happens while it is made. */
export class SocketOutput {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  /** Frames that wait for the welcome; null once it was sent. */
  #queued: string[] | null = [];
  #isSlow = false;

  /** @param stream the connection under the socket */
  constructor(socket: WebSocket, stream: Duplex) {
    this.#socket = socket;
    this.#stream = stream;
  }

  push(frame: string): void {
    if (!this.#queued) this.#send(frame);
    else if (this.#queued.length < mostQueuedFrames) this.#queued.push(frame);
    else this.#closeSlow();
  }

  welcome(frame: string): void {
    const queued = this.#queued ?? [];
    this.#queued = null;
    this.#send(frame);
    for (const later of queued) this.#send(later);
  }

  /** Sends the last frame and closes. */
  end(frame: string): void {
    this.#queued = null;
    this.#send(frame);
    this.#socket.close(closeCodes['session-ended'], 'session-ended');
  }

  /** A client that does not keep to the limits may never answer the close, so it is cut off after a while. */
  closeFor(reason: 'slow-consumer' | 'too-many-requests'): void {
    this.#socket.close(closeCodes[reason], reason);
    setTimeout(() => this.#socket.terminate(), closeMs).unref();
  }

  /** It was closed because its client did not read what was sent to it. */
  isSlow(): boolean {
    return this.#isSlow;
  }

  #send(frame: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#stream.writableLength > mostWaitingBytes) {
      this.#closeSlow();
      return;
    }
    cork(this.#stream);
    this.#stream.write(textFrame(frame));
  }

  #closeSlow(): void {
    this.#isSlow = true;
    this.closeFor('slow-consumer');
  }
}
