import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { closeCodes, limits, type ReplyFrame, wireError } from '@tieline/protocol';
import type { WebSocket } from 'ws';
import type { Asked, LiveSession } from '../../delivery/live-session.ts';
import { wireErrorOf } from '../../features/answer.ts';
import type { Actor, Context } from '../../features/context.ts';
import { isPassingFault } from '../../features/faults.ts';
import { runCommand } from './commands.ts';
import { cork } from './cork.ts';
import { idAtStart, parseFrame } from './frames.ts';
import { noteRefusal } from '../note-refusal.ts';
import { costOf, type Rate } from '../limits/rate.ts';
import { textFrame } from './text-frame.ts';

/** Commands that a socket may have running at once; more wait in its own TCP buffer, not in our memory. */
const commandsAtOnce = 32;
/** Bytes that may wait for a client that does not read; beyond it is closed, and resumes when it can. */
const outgoingBytes = 1024 * 1024;
/** Frames that may wait for the welcome. */
const heldFrames = 2000;

/** One connected socket: reads commands, writes replies and events. */
export interface SocketSession extends LiveSession {
  /**
   * Sends the welcome, then what happened while it was being made. `isWhole`: the device has missed nothing before that;
   * otherwise it has to ask for it.
   */
  welcome(frame: string, isWhole: boolean): void;
  /** Everything that the device missed before its welcome is on its way to it, if there was anything. */
  isWhole(): boolean;
  /** `at`: now, by `performance.now()`. */
  receive(data: Buffer, isBinary: boolean, at: number): void;
  /** Answers the commands that came before a moment, by `performance.now()`, and are not done yet. */
  answerLate(before: number): void;
  /** Closes it, as its client sends on and on whatever it is answered. Nothing more of it is looked at. */
  closeFlooding(): void;
  /** Closes it, so that somebody with fewer windows comes in. */
  giveWay(): void;
  /** It was closed because its client did not read what was sent to it. */
  isSlow(): boolean;
}

export interface Connected {
  readonly actor: Actor;
  readonly socket: WebSocket;
  /** The line under the socket. */
  readonly stream: Duplex;
  /** Whether one more command is allowed now. */
  readonly mayCommand: Rate;
}

/** A command until it is done. */
interface Command extends Asked {
  readonly name: string;
  /** When it came, by `performance.now()`. */
  readonly at: number;
}

export function createSocketSession(context: Context, connected: Connected): SocketSession {
  const { actor, socket, stream, mayCommand } = connected;
  const running: Command[] = [];
  const handedOver: (() => void)[] = [];
  let held: string[] | null = [];
  let over = false;
  let slow = false;
  let whole = false;

  function push(frame: string): void {
    if (!held) send(frame);
    else if (held.length < heldFrames) held.push(frame);
    else closeSlow();
  }

  function send(frame: string): void {
    if (socket.readyState !== socket.OPEN) return;
    if (stream.writableLength > outgoingBytes) {
      closeSlow();
      return;
    }
    cork(stream);
    stream.write(textFrame(frame));
  }

  /** Its buffer takes no more from now on. */
  function closeSlow(): void {
    slow = true;
    closeFor('slow-consumer');
  }

  /** A client that does not keep to the limits may never answer the close. */
  function closeFor(reason: 'slow-consumer' | 'too-many-requests'): void {
    socket.close(closeCodes[reason], reason);
    setTimeout(() => socket.terminate(), 2000).unref();
  }

  function reply(frame: ReplyFrame): void {
    push(JSON.stringify(frame));
  }

  const session: SocketSession = {
    id: randomUUID(),
    tenant: actor.tenant,
    seat: actor.seat,
    session: actor.session,
    surface: actor.surface,
    push,
    welcome: (frame, isWhole) => {
      whole = isWhole;
      const waiting = held ?? [];
      held = null;
      send(frame);
      for (const later of waiting) send(later);
    },
    end: (frame) => {
      over = true;
      held = null;
      send(frame);
      socket.close(closeCodes['session-ended'], 'session-ended');
    },
    closeFlooding: () => {
      if (over) return;
      over = true;
      handedOver.length = 0;
      closeFor('too-many-requests');
      socket.pause();
    },
    giveWay: () => closeFor('too-many-requests'),
    answerLate: (before) => {
      for (const command of running) if (command.at < before && !command.answered) tellLate(command);
    },
    isWhole: () => whole,
    isSlow: () => slow,
    receive: (data, isBinary, at) => {
      // The line is paused by now, but what it has handed over already still comes.
      if (running.length < commandsAtOnce) take(data, isBinary, at);
      else handedOver.push(() => take(data, isBinary, performance.now()));
    },
  };

  /** What holds it up, such as a database that stands still, may hold it for ever. Nobody knows yet what comes of it. */
  function tellLate(command: Command): void {
    command.answered = true;
    reply({ re: command.re, error: wireError('unavailable') });
    context.log.warn({ command: command.name, tenant: actor.tenant }, 'a command is not done in time');
  }

  function take(data: Buffer, isBinary: boolean, at: number): void {
    // Whoever was signed out may keep the line open by not answering its close, and go on talking.
    if (over) return;
    if (!mayCommand(costOf(data.length), at)) {
      const id =
        idAtStart(data) ?? (data.length > limits.commandBytes ? null : parseFrame(data, isBinary).id);
      reply({ re: id, error: wireError('too-many-requests') });
      return;
    }
    const frame = parseFrame(data, isBinary);
    if (!frame.ok) {
      reply({ re: frame.id, error: wireError('malformed-frame', { problem: frame.problem }) });
      return;
    }
    void run({ socket: session, re: frame.id, name: frame.name, at, answered: false }, frame.input);
  }

  /** Answers every command exactly once; a fault is answered as well and never leaves the socket. */
  async function run(command: Command, input: unknown): Promise<void> {
    const { re, name } = command;
    running.push(command);
    if (running.length === commandsAtOnce) socket.pause();
    try {
      const answer = await runCommand(name, context, actor, input, command);
      if (command.answered) return;
      const result = answer.ok ? { ok: answer.result } : { error: wireErrorOf(answer) };
      push(JSON.stringify({ re, ...result }));
      if (name === 'resume' && answer.ok) whole = true;
      noteRefusal(context, actor, { name, input }, answer);
    } catch (error) {
      const passing = isPassingFault(error);
      const fields = { command: name, tenant: actor.tenant, seat: actor.seat, err: error };
      if (passing) context.log.warn(fields, 'a command could not be done right now');
      else context.log.error(fields, 'a command failed');
      if (!command.answered) reply({ re, error: wireError(passing ? 'unavailable' : 'internal') });
    } finally {
      running.splice(running.indexOf(command), 1);
      while (running.length < commandsAtOnce && handedOver.length > 0) handedOver.shift()?.();
      if (!over && running.length < commandsAtOnce && socket.isPaused) socket.resume();
    }
  }

  return session;
}
