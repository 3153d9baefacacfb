import type {
  Mode,
  OptionSettings,
  PersonId,
  PolicySetting,
  Release,
  SeatId,
  TenantId,
} from '@tieline/protocol';

/*
 * A company as its file describes it and as the database holds it. Things are named as the file names them:
 * groups and queues by their name, people by their e-mail in lower case. Lists of names are sorted.
 */

export interface CompanySettings extends OptionSettings {
  readonly slug: string;
  readonly name: string;
  readonly mode: Mode;
  readonly release: Release;
  readonly monitoring: 'on' | 'off';
  readonly transcripts: 'on' | 'off';
  /** Bytes of one file, and of all files of the company, at most. */
  readonly largestFile: number;
  readonly fileQuota: number;
}

export interface GroupSettings {
  readonly name: string;
  readonly monitoring: PolicySetting;
  readonly transcripts: PolicySetting;
}

export interface QueueSettings extends GroupSettings {
  /** Names of the agent groups that serve it. */
  readonly groups: readonly string[];
}

export interface PersonSettings {
  readonly email: string;
  readonly name: string;
  readonly department: string;
  readonly administrator: boolean;
}

export interface OfficeLicense {
  readonly title: string;
}

export interface AgentLicense {
  readonly title: string;
  readonly supervisor: boolean;
  readonly groups: readonly string[];
  readonly supervisedGroups: readonly string[];
  readonly supervisedQueues: readonly string[];
}

/** A seat stays when its license is taken away, and waits for it to come back. */
export interface SeatState<License> {
  readonly seat: SeatId;
  readonly active: boolean;
  readonly license: License;
}

/** Who says that somebody belongs to the company: its file, a directory that it is connected to, or an administrator. */
export type PersonOrigin = 'file' | 'directory' | 'invitation';

export interface PersonState {
  readonly person: PersonId;
  /** A company file changes only those who come from one. */
  readonly origin: PersonOrigin;
  readonly settings: PersonSettings;
  readonly active: boolean;
  readonly passwordHash: string;
  /** SHA-256 of the hash that was written last by a company file, whatever its owner's log-in has made of it; hexadecimal. */
  readonly givenHash: string;
  readonly office: SeatState<OfficeLicense> | null;
  readonly agent: SeatState<AgentLicense> | null;
}

/** Somebody whom applying a company file leaves alone. */
export interface UnmanagedPerson {
  readonly email: string;
  readonly origin: Exclude<PersonOrigin, 'file'>;
}

export interface CompanyState {
  readonly tenant: TenantId;
  readonly settings: CompanySettings;
  readonly groups: readonly GroupSettings[];
  readonly queues: readonly QueueSettings[];
  readonly people: readonly PersonState[];
}

export type FieldValue = string | number | boolean | readonly string[];

/** null: it had, or gets, no value that may be shown. A password never shows one. */
export interface FieldChange {
  readonly field: string;
  readonly from: FieldValue | null;
  readonly to: FieldValue | null;
}

interface ChangeOf<What extends string, Act extends string, Subject> {
  readonly what: What;
  readonly act: Act;
  /** What a person calls it: slug, name, or e-mail. */
  readonly name: string;
  readonly fields: readonly FieldChange[];
  /** What it is to be; for what goes, what it was. */
  readonly subject: Subject;
}

type Listed = 'created' | 'changed' | 'removed';
type Kept = 'created' | 'changed' | 'reactivated' | 'deactivated';

export interface SeatSubject<License> {
  readonly email: string;
  /** null: there was none before. */
  readonly seat: SeatId | null;
  readonly license: License;
}

/** One difference between the file and the database: what is printed is what is written. */
export type CompanyChange =
  | ChangeOf<'company', 'created' | 'changed', CompanySettings>
  | ChangeOf<'group', Listed, GroupSettings>
  | ChangeOf<'queue', Listed, QueueSettings>
  | ChangeOf<'person', Kept, PersonSettings>
  | ChangeOf<'office seat', Kept, SeatSubject<OfficeLicense>>
  | ChangeOf<'agent seat', Kept, SeatSubject<AgentLicense>>;
