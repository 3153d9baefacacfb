import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What a lane does with bytes in one direction. `cut`: half of the next piece, then the line is reset. */
export type Passage = 'pass' | 'swallow' | 'cut';

/** One client's way to the server, on a port of its own, so that a fault can be for that client alone. */
export interface Lane {
  readonly url: string;
  /** Both ways, for the lines that are open and for new ones. */
  set(passage: { readonly up?: Passage; readonly down?: Passage; readonly delay?: number }): void;
  /** From now on new lines pass. Those that were swallowed stay so: whoever holds one has to notice by himself. */
  heal(): void;
  /** Resets every line at once, without a goodbye. */
  reset(): void;
  readonly lines: () => number;
}

export interface Proxy {
  lane(): Promise<Lane>;
  resetAll(): void;
  close(): Promise<void>;
}

/** The state that the lines of a lane share; a healed lane gives new lines a new one. */
interface Weather {
  up: Passage;
  down: Passage;
  delay: number;
}

const clear = (): Weather => ({ up: 'pass', down: 'pass', delay: 0 });

/** `target`: the port of the server; null while there is none, and then a line is reset at once. */
export function createProxy(target: () => number | null): Proxy {
  const lanes: { lane: Lane; server: Server }[] = [];

  async function lane(): Promise<Lane> {
    const sockets = new Set<Socket>();
    let weather = clear();
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      const port = target();
      if (port === null) return void near.resetAndDestroy();
      const far = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
      const own = weather;
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      }
      carry(near, far, own, 'up');
      carry(far, near, own, 'down');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const made: Lane = {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      set: (passage) => void Object.assign(weather, passage),
      heal: () => {
        weather = clear();
      },
      reset: () => {
        for (const socket of sockets) socket.resetAndDestroy();
      },
      lines: () => sockets.size / 2,
    };
    lanes.push({ lane: made, server });
    return made;
  }

  const resetAll = (): void => {
    for (const each of lanes) each.lane.reset();
  };
  return {
    lane,
    resetAll,
    close: async () => {
      resetAll();
      await Promise.all(
        lanes.map(({ server }) => new Promise<void>((resolve) => void server.close(() => resolve()))),
      );
    },
  };
}

/** Carries bytes, and the end of them, from one socket to the other as the weather has it. */
function carry(from: Socket, to: Socket, weather: Weather, way: 'up' | 'down'): void {
  const later = (work: () => void): void => {
    if (weather.delay > 0) setTimeout(work, weather.delay);
    else work();
  };
  const write = (bytes: Buffer): void => {
    if (to.destroyed || to.writableEnded || to.write(bytes)) return;
    // What the reader does not take waits at the sender, as it would without a proxy.
    from.pause();
    to.once('drain', () => from.resume());
  };
  from.on('data', (bytes) => {
    const passage = weather[way];
    if (passage === 'swallow') return;
    if (passage === 'pass') return later(() => write(bytes));
    weather[way] = 'pass';
    write(bytes.subarray(0, bytes.length >> 1));
    setImmediate(() => {
      from.resetAndDestroy();
      to.resetAndDestroy();
    });
  });
  const isSwallowed = (): boolean => weather[way] === 'swallow';
  from.on('end', () => {
    if (!isSwallowed()) later(() => to.end());
    // Nobody hears of this end; the half that is left is let go of when its own side gives up.
    else if (from.writable) from.end();
  });
  from.on('error', () => undefined);
  from.on('close', (failed) => {
    if (isSwallowed()) return;
    if (failed) to.resetAndDestroy();
    else later(() => to.destroy());
  });
}
