import type { PresenceWord, ServerFrame } from '@tieline/protocol';
import type { WebSocket } from 'ws';

/** What a watcher was told about a colleague. */
export interface Seen {
  readonly watcher: number;
  readonly seat: string;
  readonly word: PresenceWord;
}

/** A console that shows a roster: it watches its colleagues, and sets its own status. */
export interface Watcher {
  /** @throws unless each of them is told to be on the roster. */
  watch(seats: readonly string[]): Promise<void>;
  setStatus(status: 'available' | 'on-break'): Promise<void>;
}

export function createWatcher(index: number, socket: WebSocket, see: (seen: Seen) => void): Watcher {
  const waiting = new Map<number, (frame: ServerFrame) => void>();
  let commands = 0;
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as ServerFrame;
    if ('on' in frame) {
      if (frame.on === 'presence') see({ watcher: index, seat: frame.seat, word: frame.presence.word });
      return;
    }
    const id = frame.re ?? 0;
    waiting.get(id)?.(frame);
    waiting.delete(id);
  });

  async function ask(name: string, input: object): Promise<unknown> {
    commands += 1;
    const id = commands;
    const answered = new Promise<ServerFrame>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, do: name, with: input }));
    const frame = await answered;
    if ('ok' in frame) return frame.ok;
    throw new Error(`${name} answered ${JSON.stringify(frame)}`);
  }

  return {
    watch: async (seats) => {
      const entries = seats.map((seat) => ({ roster: 'agents', seat }));
      const answer = (await ask('watch-presence', { entries })) as { entries: readonly object[] };
      if (answer.entries.length !== seats.length)
        throw new Error(`${answer.entries.length} of ${seats.length} colleagues are on the roster`);
    },
    setStatus: async (status) => void (await ask('set-status', { status })),
  };
}
