import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import {
  limits,
  type ReplyFrame,
  type SeatId,
  type SessionId,
  type SignInSurface,
  type TenantId,
  wireError,
} from '@tieline/protocol';
import type { WebSocket } from 'ws';
import type { CommandOrigin, LiveSession } from '../../delivery/live-session.ts';
import { wireErrorOf } from '../../features/answer.ts';
import type { Actor, Context } from '../../features/context.ts';
import { isPassingFault } from '../../features/faults.ts';
import { costOf, type Rate } from '../limits/rate.ts';
import { noteRefusal } from '../note-refusal.ts';
import { encodeResult } from './command-results.ts';
import { runCommand } from './commands.ts';
import { idAtStart, parseFrame } from './frames.ts';
import { SocketOutput } from './socket-output.ts';

/** Commands that a socket may have running at once; more wait in its own TCP buffer, not in our memory. */
const commandsAtOnce = 32;

export interface SocketParts {
  readonly actor: Actor;
  readonly socket: WebSocket;
  /** The connection under the socket. */
  readonly stream: Duplex;
  /** Whether one more command is allowed now. */
  readonly mayCommand: Rate;
}

/** A command until it is done. */
interface Command extends CommandOrigin {
  /** The number of its frame. */
  readonly re: number;
  readonly name: string;
  /** When it came, by `performance.now()`. */
  readonly at: number;
  isAnswered: boolean;
}

/** One connected socket: reads commands, writes replies and events. */
export class SocketSession implements LiveSession {
  readonly id = randomUUID();
  readonly tenant: TenantId;
  readonly seat: SeatId;
  readonly session: SessionId;
  readonly surface: SignInSurface;
  readonly #context: Context;
  readonly #actor: Actor;
  readonly #socket: WebSocket;
  readonly #mayCommand: Rate;
  readonly #output: SocketOutput;
  readonly #running: Command[] = [];
  /** Frames that arrived after the socket was paused: what was read before is still handed over. */
  readonly #waiting: (() => void)[] = [];
  #isOver = false;
  #isCaughtUp = false;

  constructor(context: Context, { actor, socket, stream, mayCommand }: SocketParts) {
    this.#context = context;
    this.#actor = actor;
    this.#socket = socket;
    this.#mayCommand = mayCommand;
    this.#output = new SocketOutput(socket, stream);
    this.tenant = actor.tenant;
    this.seat = actor.seat;
    this.session = actor.session;
    this.surface = actor.surface;
  }

  push(frame: string): void {
    this.#output.push(frame);
  }

  /**
   * Sends the welcome, then what happened while it was being made. `isCaughtUp`: the device has missed nothing before that;
   * otherwise it has to resume.
   */
  welcome(frame: string, isCaughtUp: boolean): void {
    this.#isCaughtUp = isCaughtUp;
    this.#output.welcome(frame);
  }

  end(frame: string): void {
    this.#isOver = true;
    this.#output.end(frame);
  }

  /** Closes it, as its client goes on sending whatever it is answered. Nothing more of it is read. */
  closeFlooding(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#waiting.length = 0;
    this.#output.closeFor('too-many-requests');
    this.#socket.pause();
  }

  /** Closes it, so that a seat with fewer sockets can open one. */
  evict(): void {
    this.#output.closeFor('too-many-requests');
  }

  /** Whether everything that the device missed before its welcome was sent to it. */
  isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  /** It was closed because its client did not read what was sent to it. */
  isSlow(): boolean {
    return this.#output.isSlow();
  }

  /** `at`: now, by `performance.now()`. */
  receive(data: Buffer, isBinary: boolean, at: number): void {
    if (this.#running.length < commandsAtOnce) this.#begin(data, isBinary, at);
    else this.#waiting.push(() => this.#begin(data, isBinary, performance.now()));
  }

  /**
   * Answers `unavailable` to the commands that came before a moment, by `performance.now()`, and are not done yet: what
   * holds them up, such as a database that stands still, may hold them for ever.
   */
  answerLate(before: number): void {
    for (const command of this.#running) {
      if (command.at >= before || command.isAnswered) continue;
      command.isAnswered = true;
      this.#reply({ re: command.re, error: wireError('unavailable') });
      const fields = { command: command.name, tenant: this.#actor.tenant };
      this.#context.log.warn(fields, 'a command is not done in time');
    }
  }

  #begin(data: Buffer, isBinary: boolean, at: number): void {
    // A client whose session has ended may leave the close unanswered and go on sending commands.
    if (this.#isOver) return;
    if (!this.#mayCommand(costOf(data.length), at)) {
      const id =
        idAtStart(data) ?? (data.length > limits.commandBytes ? null : parseFrame(data, isBinary).id);
      this.#reply({ re: id, error: wireError('too-many-requests') });
      return;
    }
    const frame = parseFrame(data, isBinary);
    if (!frame.ok) {
      this.#reply({ re: frame.id, error: wireError('malformed-frame', { problem: frame.problem }) });
      return;
    }
    void this.#run({ socket: this, re: frame.id, name: frame.name, at, isAnswered: false }, frame.input);
  }

  /** Answers every command exactly once; a fault is answered as well and never leaves the socket. */
  async #run(command: Command, input: unknown): Promise<void> {
    const { re, name } = command;
    this.#running.push(command);
    if (this.#running.length === commandsAtOnce) this.#socket.pause();
    try {
      const answer = await runCommand(name, this.#context, this.#actor, input, command);
      if (command.isAnswered) return;
      if (answer.ok) this.push(`{"re":${re},"ok":${encodeResult(name, answer.result, this.#actor)}}`);
      else this.#reply({ re, error: wireErrorOf(answer) });
      if (name === 'resume' && answer.ok) this.#isCaughtUp = true;
      noteRefusal(this.#context, this.#actor, { name, input }, answer);
    } catch (error) {
      this.#answerFault(command, error);
    } finally {
      this.#finish(command);
    }
  }

  #answerFault({ name, re, isAnswered }: Command, error: unknown): void {
    const { log } = this.#context;
    const isPassing = isPassingFault(error);
    const fields = { command: name, tenant: this.#actor.tenant, seat: this.#actor.seat, err: error };
    if (isPassing) log.warn(fields, 'a command could not be done right now');
    else log.error(fields, 'a command failed');
    if (!isAnswered) this.#reply({ re, error: wireError(isPassing ? 'unavailable' : 'internal') });
  }

  #finish(command: Command): void {
    const running = this.#running;
    running.splice(running.indexOf(command), 1);
    while (running.length < commandsAtOnce && this.#waiting.length > 0) this.#waiting.shift()?.();
    if (!this.#isOver && running.length < commandsAtOnce && this.#socket.isPaused) this.#socket.resume();
  }

  #reply(frame: ReplyFrame): void {
    this.push(JSON.stringify(frame));
  }
}
