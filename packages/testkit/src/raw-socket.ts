import type {
  CommandFrame,
  CommandInput,
  CommandName,
  ReplyFrame,
  ServerEvent,
  SignInSurface,
} from '@tieline/protocol';
import { subprotocol } from '@tieline/protocol';
import { WebSocket } from 'ws';
import { createArrivals } from './arrivals.ts';

/** A socket without the client's care: what the wire says, frame by frame. Every event is kept for leak tests. */
export interface RawSocket {
  readonly events: readonly ServerEvent[];
  /** The events, and among them the answers to the own messages, as the events that they are for everybody else. */
  readonly told: readonly ServerEvent[];
  /** Everything that was ever received, as text. */
  readonly received: readonly string[];
  readonly isOpen: () => boolean;
  readonly closeCode: () => number | null;
  command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<ReplyFrame<Name>>;
  /** Sends bytes as they are, as a text frame unless it says otherwise. */
  write(data: string | Buffer, binary?: boolean): void;
  /** The reply to frame `id`, which the test wrote itself; null for a frame without one. */
  reply(id: number | null): Promise<ReplyFrame>;
  event<Name extends ServerEvent['on']>(
    name: Name,
    matches?: (event: ServerEvent & { on: Name }) => boolean,
  ): Promise<ServerEvent & { on: Name }>;
  close(): Promise<void>;
  /** Leaves what the server sends in the line, until `readOn`. */
  stopReading(): void;
  readOn(): void;
  /** Cuts the line without a goodbye. */
  cut(): void;
}

function toldBy(frame: ReplyFrame | ServerEvent): ServerEvent[] {
  if ('on' in frame) return [frame];
  if (!('ok' in frame) || !('clientId' in frame.ok)) return [];
  const { conversation, interaction, message } = frame.ok;
  return [{ on: 'message', conversation, interaction, message, loud: false }];
}

function connect(url: string, token: string, surface: SignInSurface): WebSocket {
  return new WebSocket(`${url.replace('http', 'ws')}/api/v1/socket?surface=${surface}`, subprotocol, {
    headers: { authorization: `Bearer ${token}` },
  });
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
}

export async function openRawSocket(url: string, token: string, surface: SignInSurface): Promise<RawSocket> {
  const socket = connect(url, token, surface);
  const events: ServerEvent[] = [];
  const told: ServerEvent[] = [];
  const replies: ReplyFrame[] = [];
  const received: string[] = [];
  const arrivals = createArrivals();
  let closeCode: number | null = null;
  let nextId = 1_000_000;
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    received.push(text);
    const frame = JSON.parse(text) as ReplyFrame | ServerEvent;
    if ('on' in frame) events.push(frame);
    else replies.push(frame);
    told.push(...toldBy(frame));
    arrivals.arrived();
  });
  socket.on('close', (code) => {
    closeCode = code;
    arrivals.over();
  });
  await opened(socket);

  const reply = (id: number | null): Promise<ReplyFrame> =>
    arrivals.until(`the reply to frame ${id}`, () => {
      const at = replies.findIndex((one) => one.re === id);
      return at < 0 ? null : replies.splice(at, 1)[0];
    });
  const raw: RawSocket = {
    events,
    told,
    received,
    isOpen: () => socket.readyState === socket.OPEN,
    closeCode: () => closeCode,
    command: async (name, input) => {
      const frame = { id: (nextId += 1), do: name, with: input } satisfies CommandFrame<typeof name>;
      socket.send(JSON.stringify(frame));
      return (await reply(frame.id)) as never;
    },
    write: (data, binary = false) => socket.send(data, { binary }),
    reply,
    event: (name, matches = () => true) =>
      arrivals.until(
        `the event ${name}`,
        () => events.find((one) => one.on === name && matches(one as never)) as never,
      ),
    close: async () => {
      socket.close();
      await arrivals.until('the socket to close', () => closeCode);
    },
    stopReading: () => socket.pause(),
    readOn: () => socket.resume(),
    cut: () => socket.terminate(),
  };
  await raw.event('welcome');
  return raw;
}
