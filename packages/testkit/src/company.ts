import type { Mode, Options, PolicySetting, Preset, Release } from '@tieline/protocol';
import { type CompanyFile, unsetOptions } from '@tieline/server';

/** One person of a test company: the licenses and what goes with them. */
export interface CastMember {
  /** As it is shown; the name of the cast in title case where there is none. */
  readonly name?: string;
  readonly department?: string;
  readonly office?: { readonly title?: string };
  readonly agent?: {
    readonly title?: string;
    readonly groups?: readonly string[];
    readonly supervisor?: boolean;
    readonly supervises?: { readonly groups?: readonly string[]; readonly queues?: readonly string[] };
  };
  readonly administrator?: boolean;
}

export interface CompanySpec<Name extends string = string> {
  readonly slug?: string;
  /** As it is shown; the slug in title case where there is none. */
  readonly name?: string;
  /** Everybody's; `testPassword` where there is none. */
  readonly password?: string;
  readonly mode?: Mode;
  readonly release?: Release;
  readonly preset?: Preset;
  /** Those that the company says itself. */
  readonly options?: Partial<Options>;
  readonly monitoring?: 'on' | 'off';
  readonly transcripts?: 'on' | 'off';
  /** Bytes. */
  readonly largestFile?: number;
  readonly fileQuota?: number;
  readonly groups?: Readonly<Record<string, PolicySetting>>;
  readonly cast: Readonly<Record<Name, CastMember>>;
}

export const testPassword = 'correct horse battery';

/** The people that tests of the rules speak of, each there for one combination of licenses and groups. */
export const wholeCast = {
  /** Agents without an office license: ada and bea share Support, carl is alone in Sales. */
  ada: { agent: { groups: ['Support'] } },
  bea: { agent: { groups: ['Support'] } },
  carl: { agent: { groups: ['Sales'] } },
  /** Agents who also work in the office. */
  noor: { agent: { groups: ['Support'] }, office: {} },
  sam: { agent: { groups: ['Sales'] }, office: {} },
  grace: { agent: { groups: ['Support'], supervisor: true } },
  /** Office users without an agent license. */
  erik: { office: { title: 'Customs expert' } },
  mei: { office: {} },
  olivia: { office: {}, administrator: true },
} as const satisfies Record<string, CastMember>;

export type WholeCast = keyof typeof wholeCast;

function titleCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The company file of a spec; everybody's password is `testPassword`. */
export function companyFileOf(spec: CompanySpec, slug: string, passwordHash: string): CompanyFile {
  const names = new Set(Object.keys(spec.groups ?? {}));
  const cast = Object.entries(spec.cast);
  for (const [, member] of cast) for (const group of member.agent?.groups ?? []) names.add(group);
  return {
    settings: {
      slug,
      name: spec.name ?? titleCase(slug),
      mode: spec.mode ?? 3,
      release: spec.release ?? '9.10',
      preset: spec.preset ?? null,
      options: { ...unsetOptions.options, ...spec.options },
      monitoring: spec.monitoring ?? 'off',
      transcripts: spec.transcripts ?? 'off',
      largestFile: spec.largestFile ?? 100 * 1024 ** 2,
      fileQuota: spec.fileQuota ?? 10 * 1024 ** 3,
    },
    groups: [...names]
      .toSorted()
      .map((name) => ({ name, monitoring: spec.groups?.[name] ?? 'inherit', transcripts: 'inherit' })),
    queues: [],
    people: cast.map(([name, member]) => ({
      place: { line: 1, column: 1 },
      settings: {
        email: `${name}@${slug}.example`,
        name: member.name ?? titleCase(name),
        department: member.department ?? '',
        administrator: member.administrator ?? false,
      },
      password: { is: 'hash', hash: passwordHash },
      office: member.office ? { title: member.office.title ?? '' } : null,
      agent: member.agent
        ? {
            title: member.agent.title ?? '',
            supervisor: member.agent.supervisor ?? false,
            groups: [...(member.agent.groups ?? [])].toSorted(),
            supervisedGroups: [...(member.agent.supervises?.groups ?? [])].toSorted(),
            supervisedQueues: [...(member.agent.supervises?.queues ?? [])].toSorted(),
          }
        : null,
    })),
  };
}
