import type { Mode, Release } from '@tieline/protocol';
import { type CompanyFile, unsetOptions } from '@tieline/server';
import { emailOf } from './clients/sign-in.ts';

/** Somebody of a company: an office license, an agent license with its groups, or both. */
export interface Member {
  readonly office?: true;
  readonly groups?: readonly string[];
}

export interface CompanySpec {
  readonly slug: string;
  readonly mode: Mode;
  readonly release: Release;
  readonly cast: Readonly<Record<string, Member>>;
}

const agent = { groups: ['Support'] } as const;
const office = { office: true } as const;
const both = { office: true, groups: ['Support'] } as const;

/** The people of a company with both sides; the faults have victims of their own, so that the others only look on. */
const wholeCast: Readonly<Record<string, Member>> = {
  olga: office,
  oscar: office,
  anna: agent,
  alan: agent,
  amir: agent,
  /** Both licenses, online on both sides: the office side reads the archive along. */
  bela: both,
  /** Both licenses, never in the console: what is sent there is missed, and offered in the office. */
  mira: both,
  /** Sends over HTTP. */
  hana: office,
  /** Send over bare sockets, several at a time. */
  rosa: office,
  remy: office,
  /** Watches; ines and hugo have their lines swallowed. */
  wanda: office,
  ines: office,
  hugo: agent,
  /** Does not read at times. */
  sven: office,
  /** Sends one message in several ways. */
  tess: office,
  uma: office,
  /** Write to those whose access is taken: vera loses either license, vito all, otto a session. */
  pia: office,
  paul: agent,
  vera: both,
  vito: agent,
  otto: office,
};

/** Agents alone, who may write to each other only while they share a group. */
const groupCast: Readonly<Record<string, Member>> = { gil: agent, gus: agent, gwen: { groups: ['Sales'] } };

/** Both sides, for a company that changes its mode; and two who write to each other in peace. */
const modeCast: Readonly<Record<string, Member>> = { fay: office, finn: office, fern: agent };
const calmCast: Readonly<Record<string, Member>> = { cora: office, cleo: office };
/** Hostile, and somebody to have a conversation with. */
const hostileCast: Readonly<Record<string, Member>> = { eve: office, mal: office };

export const companies = {
  north: { slug: 'north', mode: 3, release: '9.10', cast: wholeCast },
  south: { slug: 'south', mode: 3, release: '9.9', cast: wholeCast },
  west: { slug: 'west', mode: 2, release: '9.10', cast: groupCast },
  shift: { slug: 'shift', mode: 3, release: '9.10', cast: modeCast },
  calm: { slug: 'calm', mode: 3, release: '9.10', cast: calmCast },
  east: { slug: 'east', mode: 3, release: '9.10', cast: hostileCast },
} as const satisfies Record<string, CompanySpec>;

/** The file of a company, `changes` being members as they are for a while; null: gone. */
export function companyFileOf(
  spec: CompanySpec,
  passwordHash: string,
  changes: ReadonlyMap<string, Member | null>,
  mode: Mode = spec.mode,
): CompanyFile {
  const people = Object.entries(spec.cast).flatMap(([name, given]) => {
    const member = changes.has(name) ? (changes.get(name) ?? null) : given;
    return member === null ? [] : [personOf(spec.slug, name, member, passwordHash)];
  });
  const policies = { monitoring: 'inherit', transcripts: 'inherit' } as const;
  const { slug, release } = spec;
  return {
    settings: {
      slug,
      name: slug,
      mode,
      release,
      ...unsetOptions,
      monitoring: 'off',
      transcripts: 'off',
      largestFile: 64 * 1024 ** 2,
      fileQuota: 1024 ** 3,
    },
    groups: ['Sales', 'Support'].map((name) => ({ name, ...policies })),
    queues: [],
    people,
  };
}

function personOf(
  company: string,
  name: string,
  { office: inOffice, groups }: Member,
  hash: string,
): CompanyFile['people'][number] {
  const supervised = { supervisor: false, supervisedGroups: [], supervisedQueues: [] };
  return {
    place: { line: 1, column: 1 },
    settings: { email: emailOf({ company, name }), name, department: '', administrator: false },
    password: { is: 'hash', hash },
    office: inOffice ? { title: '' } : null,
    agent: groups === undefined ? null : { title: '', groups: [...groups].toSorted(), ...supervised },
  };
}
