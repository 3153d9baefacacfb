import type {
  ConversationKind,
  GroupId,
  Mode,
  Options,
  Release,
  SeatId,
  SeatKind,
  SeatStatus,
  TenantId,
} from '@tieline/protocol';

/*
 * What a decision needs to know. No field is optional: a fact that was not loaded must not read as "no",
 * since somewhere "no" opens a door.
 */

export interface TenantFacts {
  readonly id: TenantId;
  readonly mode: Mode;
  /** The release whose history the company has; the preset of its options has its say in it (OPT-1). */
  readonly release: Release;
  readonly options: Options;
}

export interface SeatFacts {
  readonly party: 'seat';
  readonly tenant: TenantId;
  readonly seat: SeatId;
  readonly kind: SeatKind;
  readonly supervisor: boolean;
  /** The license is held and the person is not deactivated. */
  readonly active: boolean;
  readonly loggedIn: boolean;
  /** Agent groups; empty for an office seat. */
  readonly groups: readonly GroupId[];
  /** The office seat of the same person (its own id for an office seat); null where the person has none that is active. */
  readonly officeSeat: SeatId | null;
}

export interface CustomerFacts {
  readonly party: 'customer';
  readonly tenant: TenantId;
}

export interface QueueFacts {
  readonly party: 'queue';
  readonly tenant: TenantId;
  readonly open: boolean;
}

export interface RoomFacts {
  readonly party: 'room';
  readonly tenant: TenantId;
  readonly visibility: 'public' | 'private';
  /** The reader was invited, or is a member already. */
  readonly invited: boolean;
  readonly member: boolean;
  readonly archived: boolean;
}

export type Party = SeatFacts | CustomerFacts | QueueFacts | RoomFacts;

/** The running interaction of an agent chat or customer chat, or that there is none. */
export type InteractionFacts =
  | { readonly running: false }
  | {
      readonly running: true;
      /** Of two of a conversation the later one has the higher number. It tells when it began, not how many there were. */
      readonly number: number;
      readonly fromSeq: number;
      /** The first change of the conversation that belongs to it. */
      readonly fromRev: number;
      readonly startedBy: SeatId | 'customer';
    };

/** How a reader is tied to a conversation. `archive`: from the office seat of a person whose agent seat takes part (HIST-6). */
export type Relation = 'member' | 'archive' | 'monitor';

export interface PresenceFacts {
  readonly kind: SeatKind;
  readonly loggedIn: boolean;
  readonly status: SeatStatus;
  /** ISO 8601. */
  readonly statusSince: string;
  /** Every live device reports no activity. */
  readonly allIdle: boolean;
  /** OPT-5: how the company shows its agents to the office and in the directory. */
  readonly agentPresence: Options['agent_presence_in_office'];
}

export type OneToOneKind = Exclude<ConversationKind, 'room'>;
