import type { CommandInput, CommandName, CommandResult, ServerEvent } from '@tieline/protocol';
import { LineLost } from './fault.ts';
import { Line, type LineEnds } from './line.ts';
import { watchNetwork } from './network.ts';
import { backOff, type Timing } from '../timing.ts';
import type { Connection } from '../types.ts';
import { sessionEndedClose, spokenSubprotocol } from './wire.ts';
import type { SocketMaker } from './web-socket.ts';

export interface ConnectionOptions {
  /** Called for each attempt, as it says whether anybody is in front of this device. */
  readonly url: () => string;
  readonly makeSocket: SocketMaker;
  readonly timing: Timing;
  /** Called when a handshake fails, which a browser does not explain: true if the session is over. */
  readonly isSignedOut: () => Promise<boolean>;
  readonly onEvent: (event: ServerEvent) => void;
  readonly onState: (state: Connection) => void;
}

/** A line to the server that is brought back whenever it is lost, until it is closed or the session is over. */
export class LiveConnection {
  readonly #options: ConnectionOptions;
  #state: Connection = { state: 'connecting' };
  #isWanted = false;
  #wasOnline = false;
  #line: Line | null = null;
  #attempt = 0;
  #onlineSince = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #unwatchNetwork = () => {};

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>> {
    return this.#line !== null && this.#state.state === 'online'
      ? this.#line.command(name, input)
      : Promise.reject(new LineLost());
  }

  connect(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#attempt = 0;
    this.#wasOnline = false;
    const network = watchNetwork(
      () => this.#comeBack(),
      () => this.#goOffline(),
    );
    this.#unwatchNetwork = network.stop;
    if (network.isOffline) this.#enter({ state: 'offline' });
    else this.#open();
  }

  close(): void {
    if (this.#isWanted) this.#leave({ state: 'connecting' });
  }

  /** The session is over: no line any more until {@link connect} is called again. */
  signOut(reason: string): void {
    if (this.#state.state !== 'signed-out') this.#leave({ state: 'signed-out', reason });
  }

  #enter(next: Connection) {
    this.#state = next;
    this.#options.onState(next);
  }

  #open() {
    const { makeSocket, url, timing } = this.#options;
    clearTimeout(this.#retryTimer);
    this.#line?.drop();
    this.#enterConnecting();
    const socket = makeSocket(url(), spokenSubprotocol);
    const ends: LineEnds = { onEvent: (event) => this.#hear(event), onLost: (end) => this.#lose(end) };
    this.#line = new Line(socket, ends, timing);
  }

  #enterConnecting() {
    this.#enter(
      this.#wasOnline ? { state: 'reconnecting', attempt: this.#attempt } : { state: 'connecting' },
    );
  }

  #hear(event: ServerEvent) {
    if (event.on === 'session-ended') return this.signOut(event.reason);
    this.#options.onEvent(event);
    if (event.on !== 'welcome') return;
    this.#wasOnline = true;
    this.#onlineSince = Date.now();
    this.#enter({ state: 'online' });
  }

  #lose(end: { code: number; reason: string; opened: boolean }) {
    const { timing } = this.#options;
    this.#line = null;
    if (end.code === sessionEndedClose) return this.signOut(end.reason || 'expired');
    const wasSteady = this.#state.state === 'online' && Date.now() - this.#onlineSince >= timing.steadyAfter;
    this.#attempt = wasSteady ? 0 : this.#attempt + 1;
    this.#enterConnecting();
    this.#retryTimer = setTimeout(() => this.#open(), backOff(timing, this.#attempt));
    if (!end.opened) this.#checkSession();
  }

  #checkSession() {
    const failedAttempt = this.#attempt;
    this.#options.isSignedOut().then(
      (isOver) => {
        const isCurrent = this.#attempt === failedAttempt && this.#state.state !== 'online';
        if (isOver && this.#isWanted && isCurrent) this.signOut('expired');
      },
      // Without an answer the next attempt goes on as usual.
      () => undefined,
    );
  }

  #leave(next: Connection) {
    this.#isWanted = false;
    this.#unwatchNetwork();
    this.#dropLine();
    this.#enter(next);
  }

  #goOffline() {
    this.#dropLine();
    this.#enter({ state: 'offline' });
  }

  #dropLine() {
    clearTimeout(this.#retryTimer);
    this.#line?.drop();
    this.#line = null;
  }

  #comeBack() {
    if (this.#state.state === 'online') return;
    this.#attempt = 0;
    this.#open();
  }
}
