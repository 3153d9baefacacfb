import type { ConversationId, SeatId, SeatKind, SignInSurface } from '@tieline/protocol';
import { type Access, type CompanyName } from './access.ts';
import { companies, type CompanySpec, type Member } from './cast.ts';
import type { Chance } from './chance.ts';
import { RawClient } from './clients/raw-client.ts';
import { createRichClient, type RichClient } from './clients/rich-client.ts';
import { type Device, insist, signIn } from './clients/sign-in.ts';
import type { Database } from './ground/database.ts';
import type { Lane, Proxy } from './ground/proxy.ts';
import { now, waitUntil } from './ground/patience.ts';
import type { Server } from './ground/server.ts';
import type { Journal } from './journal.ts';
import type { Removal } from './oracle/removals.ts';

/** What a message of one company took while clients of another one were hostile, and before: medians, in milliseconds. */
export interface NeighbourFigures {
  readonly way: string;
  readonly quiet: number;
  readonly attacked: number;
  /** What came of what the hostile ones tried, as they count it. */
  readonly said: string;
}

/** What a run stands on, and what it writes down. */
export interface Ground {
  readonly database: Database;
  readonly server: Server;
  readonly proxy: Proxy;
  readonly access: Access;
  readonly journal: Journal;
  readonly chance: Chance;
  /** The file in which libfaketime looks for the time of the server; null where it is not installed. */
  readonly clockFile: string | null;
  readonly freezes: { readonly from: number; readonly until: number }[];
  readonly removals: Removal[];
  /** Milliseconds that each cure took until the first message was acknowledged again. */
  readonly recoveries: { readonly kind: string; readonly ms: number }[];
  /** What neighbours of hostile clients waited. */
  readonly neighbours: NeighbourFigures[];
  /** The small disk that the files lie on; null where none could be made, which takes an administrator. */
  readonly filesDisk: string | null;
  /** How many faults have the ground in their hands now, and how many want to hear little of the writers. */
  readonly trouble: { now: number; calm: number };
  /** Things worth knowing that go against nothing. */
  readonly notes: Map<string, number>;
}

/** Everything that faults and writers play with. */
export interface Stage extends Ground {
  rich(company: CompanyName, name: string, surface: SignInSurface): RichClient;
  raw(company: CompanyName, name: string, surface: SignInSurface): RawClient;
  readonly richClients: readonly RichClient[];
  /** Those of now: who was signed out has been replaced. */
  rawClients(): readonly RawClient[];
  /** One more device of somebody, on a lane of its own. */
  signIn(company: CompanyName, name: string, surface: SignInSurface): Promise<Device>;
  /** Opens the line of a device anew, in place of the one that is signed out. */
  replace(company: CompanyName, name: string, surface: SignInSurface, device: Device): RawClient;
  conversation(of: Device, peer: SeatId): Promise<ConversationId>;
  /** Writers and faults stop when it says yes. */
  isOver(): boolean;
  /** It has been over for so long that nobody waits for an answer any more. */
  isGivenUp(): boolean;
}

export const note = (stage: Stage, what: string, count = 1): void =>
  void stage.notes.set(what, (stage.notes.get(what) ?? 0) + count);

/** Who is there all the time, and with which kind of client. */
const richOnes = ['olga', 'oscar', 'anna', 'alan', 'amir', 'bela', 'mira', 'wanda', 'ines', 'hugo', 'sven'];
const patienceAtEnd = 30_000;
const surfaceOf: Record<SeatKind, SignInSurface> = { office: 'office', agent: 'console' };

export interface OpenStage extends Stage {
  end(): void;
  close(): void;
}

interface Clients {
  readonly rich: Map<string, RichClient>;
  readonly raw: Map<string, RawClient>;
}

const keyOf = (company: CompanyName, name: string, surface: SignInSurface): string =>
  `${company} ${name} ${surface}`;

async function enterAll({ journal, proxy }: Ground): Promise<Clients> {
  const clients: Clients = { rich: new Map(), raw: new Map() };
  const { rich, raw } = clients;

  async function enter(company: CompanyName, name: string, surface: SignInSurface): Promise<void> {
    const device = await signIn(await proxy.lane(), { company, name, surface });
    const key = keyOf(company, name, surface);
    if (richOnes.includes(name)) rich.set(key, createRichClient(journal, device, name === 'sven'));
    else raw.set(key, new RawClient(journal, device));
  }

  for (const company of Object.keys(companies) as CompanyName[]) {
    await Promise.all(
      seatsOf(companies[company]).map(([name, kind]) => enter(company, name, surfaceOf[kind])),
    );
  }
  const isThere = (): boolean =>
    [...rich.values()].every(({ client }) => client.getState().connection.state === 'online') &&
    [...raw.values()].every((client) => client.isOnline());
  if (!(await waitUntil(isThere, 60_000))) throw new Error('Not everybody came online at the start');
  return clients;
}

/** Logs everybody in and waits until they are online. */
export async function openStage(ground: Ground): Promise<OpenStage> {
  const { journal, proxy } = ground;
  const { rich, raw } = await enterAll(ground);
  const known = new Map<string, ConversationId>();
  const retired: RawClient[] = [];
  let overAt = Number.POSITIVE_INFINITY;

  function found<Kind>(clients: Map<string, Kind>, key: string): Kind {
    const client = clients.get(key);
    if (client === undefined) throw new Error(`${key} is not on the stage`);
    return client;
  }

  return {
    ...ground,
    rich: (...who) => found(rich, keyOf(...who)),
    raw: (...who) => found(raw, keyOf(...who)),
    richClients: [...rich.values()],
    rawClients: () => [...raw.values()],
    signIn: async (company, name, surface) => {
      const lane: Lane = await proxy.lane();
      return signIn(lane, { company, name, surface });
    },
    replace: (company, name, surface, device) => {
      const key = keyOf(company, name, surface);
      retired.push(found(raw, key));
      const client = new RawClient(journal, device);
      raw.set(key, client);
      return client;
    },
    conversation: async (of, peer) => {
      const pair = [of.seat, peer].toSorted().join(' ');
      const conversation = known.get(pair) ?? (await openConversation(of, peer));
      known.set(pair, conversation);
      return conversation;
    },
    isOver: () => now() >= overAt,
    isGivenUp: () => now() >= overAt + patienceAtEnd,
    end: () => {
      overAt = now();
    },
    close: () => {
      for (const { client } of rich.values()) client.close();
      for (const client of [...raw.values(), ...retired]) client.close();
    },
  };
}

/** The seats that are logged in from the start: all but the agent side of mira. */
function seatsOf(spec: CompanySpec): [string, SeatKind][] {
  return Object.entries(spec.cast).flatMap(([name, member]: [string, Member]) => {
    const seats: [string, SeatKind][] = [];
    if (member.office) seats.push([name, 'office']);
    if (member.groups !== undefined && name !== 'mira') seats.push([name, 'agent']);
    return seats;
  });
}

function openConversation(of: Device, peer: SeatId): Promise<ConversationId> {
  return insist(`open a conversation of ${of.name}`, async () => {
    const told = await of.request<{ conversation: { id: ConversationId } }>('POST', '/conversations', {
      seat: peer,
    });
    if (told.status !== 200) throw new Error(JSON.stringify(told.body));
    return told.body.conversation.id;
  });
}
