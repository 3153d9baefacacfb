import type { ConversationId, SeatId, SeatKind, SignInSurface } from '@tieline/protocol';
import type { Member } from '../cast.ts';
import type { RawClient } from '../clients/raw-client.ts';
import { insist } from '../clients/sign-in.ts';
import type { Stage } from '../stage.ts';
import { surfaceOf } from '../workload.ts';

/** One way of taking access away: from whom, who writes meanwhile, and how it is given back. */
export interface Taking {
  readonly losers: readonly RawClient[];
  readonly speakers: readonly { readonly raw: RawClient; readonly conversation: ConversationId }[];
  /** What the losers ask for again and again. */
  readonly conversations: readonly ConversationId[];
  readonly deafSeats: readonly SeatId[];
  readonly deafSessions: readonly string[];
  /** In these nothing may be stored while the access is gone. */
  readonly closed: readonly ConversationId[];
  readonly signsOut: boolean;
  take(): Promise<void>;
  giveBack(): Promise<void>;
}

type Side = 'north' | 'south';
type Make = (stage: Stage, company: Side) => Promise<Taking>;
export type Way =
  'session-revoked' | 'agent-license' | 'office-license' | 'group-left' | 'deactivated' | 'mode';

const none = { deafSeats: [], deafSessions: [], closed: [] } as const;

/** Signs somebody in anew whose session is over. */
async function comeBack(stage: Stage, company: Side, name: string, surface: SignInSurface): Promise<void> {
  stage.replace(company, name, surface, await stage.signIn(company, name, surface));
}

/** Everybody of `names` writes to a seat, and the loser of it writes back to the first of them. */
async function wiring(
  stage: Stage,
  company: Side,
  loser: string,
  kind: SeatKind,
  names: [string, SeatKind][],
) {
  const seat = stage.access.seatOf(company, loser, kind);
  const raw = stage.raw(company, loser, surfaceOf(kind));
  const speakers = await Promise.all(
    names.map(async ([name, side]) => {
      const speaker = stage.raw(company, name, surfaceOf(side));
      return { raw: speaker, conversation: await stage.conversation(speaker.device, seat) };
    }),
  );
  const conversations = speakers.map(({ conversation }) => conversation);
  const [first] = conversations;
  const back = first === undefined ? [] : [{ raw, conversation: first }];
  return { seat, raw, conversations, speakers: [...speakers, ...back] };
}

/** A change of the company file, which ends sessions and closes what the seat takes part in. */
function byFile(name: string, kind: SeatKind, left: Member | null, writers: [string, SeatKind][]): Make {
  return async (stage, company) => {
    const { seat, raw, conversations, speakers } = await wiring(stage, company, name, kind, writers);
    return {
      ...none,
      losers: [raw],
      speakers,
      conversations,
      deafSeats: [seat],
      closed: conversations,
      signsOut: true,
      take: () => stage.access.change(company, name, left),
      giveBack: async () => {
        await stage.access.change(company, name);
        await comeBack(stage, company, name, surfaceOf(kind));
      },
    };
  };
}

/** The agent side of vera goes on; her office side read it along in the archive (HIST-6), until now. */
const officeLicense: Make = async (stage, company) => {
  const writers: [string, SeatKind][] = [['paul', 'agent']];
  const { conversations, speakers } = await wiring(stage, company, 'vera', 'agent', writers);
  const raw = stage.raw(company, 'vera', 'office');
  return {
    ...none,
    losers: [raw],
    speakers,
    conversations,
    deafSeats: [raw.device.seat],
    signsOut: true,
    take: () => stage.access.change(company, 'vera', { groups: ['Support'] }),
    giveBack: async () => {
      await stage.access.change(company, 'vera');
      await comeBack(stage, company, 'vera', 'office');
    },
  };
};

/** One device of otto is signed out from another one. */
const sessionRevoked: Make = async (stage, company) => {
  const writers: [string, SeatKind][] = [['pia', 'office']];
  const { raw, conversations, speakers } = await wiring(stage, company, 'otto', 'office', writers);
  const control = await stage.signIn(company, 'otto', 'office');
  return {
    ...none,
    losers: [raw],
    speakers,
    conversations,
    deafSessions: [raw.device.session],
    signsOut: true,
    take: () =>
      insist('revoke a session', async () => {
        const told = await control.request('DELETE', `/sessions/${raw.device.session}`);
        // Not found: an earlier try had done it, and its answer was lost.
        if (told.status !== 200 && told.status !== 404) throw new Error(JSON.stringify(told.body));
      }),
    giveBack: () => comeBack(stage, company, 'otto', 'office'),
  };
};

/** Without a directory, a shared group is all that lets two agents write to each other (START-5). */
const groupLeft: Make = async (stage) => {
  const gil = stage.raw('west', 'gil', 'console');
  const gus = stage.raw('west', 'gus', 'console');
  const conversation = await stage.conversation(gil.device, gus.device.seat);
  return {
    ...none,
    losers: [],
    speakers: [gil, gus].map((raw) => ({ raw, conversation })),
    conversations: [conversation],
    closed: [conversation],
    signsOut: false,
    take: () => stage.access.change('west', 'gil', { groups: ['Sales'] }),
    giveBack: () => stage.access.change('west', 'gil'),
  };
};

/** In mode 2 office and console cannot write to each other (TEN-2); the office goes on within itself. */
const modeLeft: Make = async (stage) => {
  const [fay, fern] = [stage.raw('shift', 'fay', 'office'), stage.raw('shift', 'fern', 'console')];
  const finn = stage.raw('shift', 'finn', 'office');
  const expert = await stage.conversation(fern.device, fay.device.seat);
  const direct = await stage.conversation(finn.device, fay.device.seat);
  return {
    ...none,
    losers: [],
    speakers: [
      { raw: fern, conversation: expert },
      { raw: fay, conversation: expert },
      { raw: finn, conversation: direct },
    ],
    conversations: [expert],
    closed: [expert],
    signsOut: false,
    take: () => stage.access.changeMode('shift', 2),
    giveBack: () => stage.access.changeMode('shift', 3),
  };
};

const writersToVera: [string, SeatKind][] = [
  ['paul', 'agent'],
  ['pia', 'office'],
];

export const takings: Record<Way, Make> = {
  'session-revoked': sessionRevoked,
  'agent-license': byFile('vera', 'agent', { office: true }, writersToVera),
  'office-license': officeLicense,
  'group-left': groupLeft,
  deactivated: byFile('vito', 'agent', null, writersToVera),
  mode: modeLeft,
};
