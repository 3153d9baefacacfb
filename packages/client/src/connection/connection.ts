import type { CommandInput, CommandName, ServerEvent } from '@tieline/protocol';
import { LineLost } from './fault.ts';
import { type Command, type Line, openLine } from './line.ts';
import { watchNetwork } from './network.ts';
import { backOff, type Timing } from '../timing.ts';
import type { Connection } from '../types.ts';
import { sessionEndedClose, spokenSubprotocol } from './wire.ts';
import type { SocketMaker } from './web-socket.ts';

export interface ConnectionOptions {
  /** Asked for each attempt: it says whether anybody is in front of this device. */
  readonly url: () => string;
  readonly makeSocket: SocketMaker;
  readonly timing: Timing;
  /** Asked when a handshake is turned down, which a browser does not explain: true if the session is over. */
  readonly isSignedOut: () => Promise<boolean>;
  readonly onEvent: (event: ServerEvent) => void;
  readonly onState: (state: Connection) => void;
}

/** A line to the server that is brought back whenever it is lost, until it is closed or the session is over. */
export interface LiveConnection {
  readonly command: Command;
  connect(): void;
  close(): void;
  /** The session is over: no line any more until {@link connect} is called again. */
  signOut(reason: string): void;
}

export function createConnection(options: ConnectionOptions): LiveConnection {
  const { timing } = options;
  let state: Connection = { state: 'connecting' };
  let wanted = false;
  let wasOnline = false;
  let line: Line | null = null;
  let attempt = 0;
  let onlineSince = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  let unwatch = () => {};

  function enter(next: Connection) {
    state = next;
    options.onState(next);
  }

  function open() {
    clearTimeout(again);
    line?.drop();
    enter(wasOnline ? { state: 'reconnecting', attempt } : { state: 'connecting' });
    const socket = options.makeSocket(options.url(), spokenSubprotocol);
    line = openLine(socket, { onEvent: hear, onLost: lost }, timing);
  }

  function hear(event: ServerEvent) {
    if (event.on === 'session-ended') return signOut(event.reason);
    options.onEvent(event);
    if (event.on !== 'welcome') return;
    wasOnline = true;
    onlineSince = Date.now();
    enter({ state: 'online' });
  }

  function lost(end: { code: number; reason: string; opened: boolean }) {
    line = null;
    if (end.code === sessionEndedClose) return signOut(end.reason || 'expired');
    const steady = state.state === 'online' && Date.now() - onlineSince >= timing.steadyAfter;
    attempt = steady ? 0 : attempt + 1;
    enter(wasOnline ? { state: 'reconnecting', attempt } : { state: 'connecting' });
    again = setTimeout(open, backOff(timing, attempt));
    if (!end.opened) askWhy();
  }

  function askWhy() {
    const turned = attempt;
    options.isSignedOut().then(
      (over) => {
        if (over && wanted && attempt === turned && state.state !== 'online') signOut('expired');
      },
      // Nobody answers that either: the next attempt will tell.
      () => undefined,
    );
  }

  function leave(next: Connection) {
    wanted = false;
    clearTimeout(again);
    unwatch();
    line?.drop();
    line = null;
    enter(next);
  }

  function signOut(reason: string) {
    if (state.state !== 'signed-out') leave({ state: 'signed-out', reason });
  }

  function goOffline() {
    clearTimeout(again);
    line?.drop();
    line = null;
    enter({ state: 'offline' });
  }

  function comeBack() {
    if (state.state === 'online') return;
    attempt = 0;
    open();
  }

  return {
    command<Name extends CommandName>(name: Name, input: CommandInput<Name>) {
      return line !== null && state.state === 'online'
        ? line.command(name, input)
        : Promise.reject(new LineLost());
    },
    connect() {
      if (wanted) return;
      wanted = true;
      attempt = 0;
      wasOnline = false;
      const network = watchNetwork(comeBack, goOffline);
      unwatch = network.stop;
      if (network.isOffline) enter({ state: 'offline' });
      else open();
    },
    close() {
      if (wanted) leave({ state: 'connecting' });
    },
    signOut,
  };
}
