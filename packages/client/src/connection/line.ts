import type {
  CommandInput,
  CommandName,
  CommandResult,
  ReplyFrame,
  ServerEvent,
  ServerFrame,
} from '@tieline/protocol';
import { LineLost, WireFault } from './fault.ts';
import type { Timing } from '../timing.ts';
import type { Socket } from './web-socket.ts';

/** Sends a command; rejects with a WireFault, {@link LineLost} where no answer came. */
export type Command = <Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
) => Promise<CommandResult<Name>>;

/** One socket from its opening to its end. */
export interface Line {
  readonly command: Command;
  /** Ends it without a word to `onLost`. */
  drop(): void;
}

export interface LineEnds {
  onEvent(event: ServerEvent): void;
  /** Once. `opened`: the handshake had succeeded. `code` is 1006 where the line just went dead. */
  onLost(end: { code: number; reason: string; opened: boolean }): void;
}

interface Awaited {
  readonly resolve: (result: never) => void;
  readonly reject: (fault: WireFault) => void;
  readonly overdue: ReturnType<typeof setTimeout>;
}

const dead = { code: 1006, reason: '' };

export function openLine(socket: Socket, ends: LineEnds, timing: Timing): Line {
  const awaited = new Map<number, Awaited>();
  let nextId = 1;
  let opened = false;
  let over = false;
  let watch = setTimeout(() => lose(dead), timing.welcomeWithin);

  socket.onopen = () => void (opened = true);
  socket.onclose = ({ code, reason }) => lose({ code, reason });
  socket.onmessage = ({ data }) => {
    const frame = frameOf(data);
    if (frame === undefined) return lose(dead);
    if ('on' in frame) hear(frame);
    else settle(frame);
  };
  // An error is always followed by a close. The handler stays for good: `ws` throws where there is none.
  socket.onerror = () => undefined;

  function hear(event: ServerEvent) {
    if (event.on === 'welcome') beat();
    ends.onEvent(event);
  }

  function settle(frame: ReplyFrame) {
    // `re` is null where a frame could not be read; the dead-line of its command speaks for it.
    if (frame.re === null) return;
    const waiting = awaited.get(frame.re);
    if (waiting === undefined) return;
    clearTimeout(waiting.overdue);
    awaited.delete(frame.re);
    if ('error' in frame) waiting.reject(new WireFault(frame.error));
    else waiting.resolve(frame.ok as never);
  }

  function beat() {
    clearTimeout(watch);
    watch = setTimeout(() => {
      watch = setTimeout(() => lose(dead), timing.pingWithin);
      // Any answer will do, a refusal too. None at all runs into the dead-line above.
      command('ping', {}).then(beat, (fault: unknown) => {
        if (!over && !(fault instanceof LineLost)) beat();
      });
    }, timing.pingEvery);
  }

  function command<Name extends CommandName>(name: Name, input: CommandInput<Name>) {
    return new Promise<CommandResult<Name>>((resolve, reject) => {
      if (over) return reject(new LineLost());
      const id = nextId++;
      const overdue = setTimeout(() => {
        awaited.delete(id);
        reject(new LineLost());
      }, timing.answerWithin);
      awaited.set(id, { resolve, reject, overdue });
      socket.send(JSON.stringify({ id, do: name, with: input }));
    });
  }

  function end() {
    over = true;
    clearTimeout(watch);
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    for (const { reject, overdue } of awaited.values()) {
      clearTimeout(overdue);
      reject(new LineLost());
    }
    awaited.clear();
  }

  function lose(reason: { code: number; reason: string }) {
    if (over) return;
    end();
    ends.onLost({ ...reason, opened });
  }

  return { command, drop: end };
}

/** Undefined: not a frame at all, so there is no server of ours at the other end. */
function frameOf(data: unknown): ServerFrame | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const frame: unknown = JSON.parse(data);
    const known = typeof frame === 'object' && frame !== null && ('on' in frame || 're' in frame);
    return known ? (frame as ServerFrame) : undefined;
  } catch {
    return undefined;
  }
}
