import { randomUUID } from 'node:crypto';
import type {
  ClientId,
  CommandInput,
  CommandName,
  CommandResult,
  ConversationId,
  ConversationPage,
  ConversationView,
  HistoryPage,
  MessageBody,
  PresenceView,
  Roster,
  RosterPage,
  SeatId,
  SeatKind,
  ServerEvent,
  MessageView,
  Stored,
  WireError,
} from '@tieline/protocol';
import type { Device } from './person.ts';
import type { RawSocket } from './raw-socket.ts';

type EventNamed<Name extends ServerEvent['on']> = ServerEvent & { on: Name };

/** A device with one open socket, driven frame by frame: nothing is repaired, hidden or sent again for it. */
export interface Line {
  readonly device: Device;
  readonly socket: RawSocket;
  readonly seat: SeatId;
  /** The result of a command; throws where it has none. */
  ask<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>>;
  /** The error of a command; throws where it was done. */
  askInVain<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<WireError>;
  open(seat: SeatId): Promise<ConversationView>;
  /** Sends plain text, or a body; throws where it is not stored. */
  say(conversation: ConversationId, body: string | MessageBody, clientId?: string): Promise<Said>;
  sayInVain(conversation: ConversationId, body: string | MessageBody, clientId?: string): Promise<WireError>;
  history(conversation: ConversationId, query?: string): Promise<HistoryPage>;
  conversations(list?: 'own' | 'archive'): Promise<readonly ConversationView[]>;
  roster(roster: Roster): Promise<RosterPage['entries']>;
  /** The seat of an entry, by its name on a roster. */
  find(roster: Roster, name: string, kind?: SeatKind): Promise<SeatId>;
  watch(roster: Roster, ...seats: readonly SeatId[]): Promise<ReadonlyMap<SeatId, PresenceView>>;
  /** Events of one kind, as far as they have arrived. */
  heard<Name extends ServerEvent['on']>(name: Name): EventNamed<Name>[];
  /** The same, with the answers to the own messages among the events of messages. */
  told<Name extends ServerEvent['on']>(name: Name): EventNamed<Name>[];
  /** Waits until everything has arrived that the server had sent to this socket when it was called. */
  caughtUp(): Promise<void>;
}

/** A stored message as its sender sees it, and what else the answer said. */
export type Said = MessageView & Pick<Stored, 'clientId' | 'notice'>;

export function saidOf({ message, clientId, notice }: Stored): Said {
  return { ...message, clientId, notice };
}

export function bodyOf(body: string | MessageBody): MessageBody {
  return typeof body === 'string' ? { kind: 'plain', text: body } : body;
}

async function page<Body>(device: Device, path: string): Promise<Body> {
  const answer = await device.request<Body>('GET', path);
  if (answer.status !== 200) throw new Error(`GET ${path} answered ${JSON.stringify(answer)}`);
  return answer.body;
}

async function ask<Name extends CommandName>(
  socket: RawSocket,
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandResult<Name>> {
  const reply = await socket.command(name, input);
  if ('error' in reply) throw new Error(`${name} answered ${JSON.stringify(reply.error)}`);
  return reply.ok;
}

async function askInVain<Name extends CommandName>(
  socket: RawSocket,
  name: Name,
  input: CommandInput<Name>,
): Promise<WireError> {
  const reply = await socket.command(name, input);
  if ('ok' in reply) throw new Error(`${name} was done: ${JSON.stringify(reply.ok)}`);
  return reply.error;
}

export async function lineOf(device: Device): Promise<Line> {
  const socket = await device.socket();
  const message = (
    conversation: ConversationId,
    body: string | MessageBody,
    clientId: string = randomUUID(),
  ): CommandInput<'send-message'> => ({ conversation, clientId: clientId as ClientId, body: bodyOf(body) });
  return {
    device,
    socket,
    seat: device.seat,
    ask: (name, input) => ask(socket, name, input),
    askInVain: (name, input) => askInVain(socket, name, input),
    open: async (seat) => (await ask(socket, 'open-conversation', { seat })).conversation,
    say: async (...said) => saidOf(await ask(socket, 'send-message', message(...said))),
    sayInVain: (...said) => askInVain(socket, 'send-message', message(...said)),
    history: (conversation, query = '') => page(device, `/conversations/${conversation}/messages${query}`),
    conversations: async (list = 'own') =>
      (await page<ConversationPage>(device, `/conversations?list=${list}`)).conversations,
    roster: async (roster) => (await page<RosterPage>(device, `/rosters/${roster}`)).entries,
    find: async (roster, name, kind) => {
      const { entries } = await page<RosterPage>(device, `/rosters/${roster}?search=${name}`);
      const entry = entries.find((one) => one.name === name && (kind === undefined || one.kind === kind));
      if (!entry) throw new Error(`${name} is not on the roster ${roster}`);
      return entry.seat;
    },
    watch: async (roster, ...seats) => {
      const { entries } = await ask(socket, 'watch-presence', {
        entries: seats.map((seat) => ({ roster, seat })),
      });
      return new Map(entries.map((entry) => [entry.seat, entry.presence]));
    },
    heard: (name) => socket.events.filter((event): event is EventNamed<typeof name> => event.on === name),
    told: (name) => socket.told.filter((event): event is EventNamed<typeof name> => event.on === name),
    caughtUp: async () => void (await ask(socket, 'ping', {})),
  };
}
