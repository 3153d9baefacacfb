import type {
  CommandInput,
  CommandName,
  CommandResult,
  ReplyFrame,
  ServerEvent,
  ServerFrame,
} from '@tieline/protocol';
import type { Timing } from '../timing.ts';
import { LineLost, WireFault } from './fault.ts';
import type { Socket } from './web-socket.ts';

export interface LineEnds {
  onEvent(event: ServerEvent): void;
  /** Called once. `opened`: the handshake had succeeded. `code` is 1006 where the line just went dead. */
  onLost(end: { code: number; reason: string; opened: boolean }): void;
}

interface PendingCommand {
  readonly resolve: (result: never) => void;
  readonly reject: (fault: WireFault) => void;
  readonly deadline: ReturnType<typeof setTimeout>;
}

const dead = { code: 1006, reason: '' };

/** One socket from its opening to its end. */
export class Line {
  readonly #socket: Socket;
  readonly #ends: LineEnds;
  readonly #timing: Timing;
  readonly #pending = new Map<number, PendingCommand>();
  #nextId = 1;
  #isOpened = false;
  #isOver = false;
  /** When it runs out, a ping is due, or the line is dead. */
  #watchdog: ReturnType<typeof setTimeout>;

  constructor(socket: Socket, ends: LineEnds, timing: Timing) {
    this.#socket = socket;
    this.#ends = ends;
    this.#timing = timing;
    this.#watchdog = setTimeout(() => this.#lose(dead), timing.welcomeWithin);
    socket.onopen = () => void (this.#isOpened = true);
    socket.onclose = ({ code, reason }) => this.#lose({ code, reason });
    socket.onmessage = ({ data }) => this.#hear(data);
    // An error is always followed by a close. The handler stays for good: `ws` throws where there is none.
    socket.onerror = () => undefined;
  }

  /** Sends a command; rejects with a WireFault, {@link LineLost} where no answer came. */
  command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) return reject(new LineLost());
      const id = this.#nextId++;
      const deadline = setTimeout(() => {
        this.#pending.delete(id);
        reject(new LineLost());
      }, this.#timing.answerWithin);
      this.#pending.set(id, { resolve, reject, deadline });
      this.#socket.send(JSON.stringify({ id, do: name, with: input }));
    });
  }

  /** Ends it without a call of `onLost`. */
  drop(): void {
    this.#isOver = true;
    clearTimeout(this.#watchdog);
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    for (const { reject, deadline } of this.#pending.values()) {
      clearTimeout(deadline);
      reject(new LineLost());
    }
    this.#pending.clear();
  }

  #hear(data: unknown) {
    const frame = frameOf(data);
    if (frame === undefined) return this.#lose(dead);
    if (!('on' in frame)) return this.#resolve(frame);
    if (frame.on === 'welcome') this.#schedulePing();
    this.#ends.onEvent(frame);
  }

  #resolve(frame: ReplyFrame) {
    // `re` is null where the server could not read a frame; the deadline of its command rejects that.
    if (frame.re === null) return;
    const command = this.#pending.get(frame.re);
    if (command === undefined) return;
    clearTimeout(command.deadline);
    this.#pending.delete(frame.re);
    if ('error' in frame) command.reject(new WireFault(frame.error));
    else command.resolve(frame.ok as never);
  }

  #schedulePing() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#ping(), this.#timing.pingEvery);
  }

  #ping() {
    this.#watchdog = setTimeout(() => this.#lose(dead), this.#timing.pingWithin);
    // Any answer shows that the line is alive, a refusal too. Without one the watchdog ends the line.
    this.command('ping', {}).then(
      () => this.#schedulePing(),
      (fault: unknown) => {
        if (!this.#isOver && !(fault instanceof LineLost)) this.#schedulePing();
      },
    );
  }

  #lose(reason: { code: number; reason: string }) {
    if (this.#isOver) return;
    this.drop();
    this.#ends.onLost({ ...reason, opened: this.#isOpened });
  }
}

/** Undefined: not a frame at all, so there is no server of ours at the other end. */
function frameOf(data: unknown): ServerFrame | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const frame: unknown = JSON.parse(data);
    const isFrame = typeof frame === 'object' && frame !== null && ('on' in frame || 're' in frame);
    return isFrame ? (frame as ServerFrame) : undefined;
  } catch {
    return undefined;
  }
}
