import type { LoadJob } from '../load/job.ts';

export const systemNames = ['tieline', 'bare relay', 'durable relay', 'ejabberd', 'prosody'] as const;
export type SystemName = (typeof systemNames)[number];

/** A chat system that runs, with clients to connect to it. */
export interface System {
  readonly name: SystemName;
  readonly job: LoadJob;
  /** The processes that it takes, by what they are; each counts with its children. */
  readonly processes: Readonly<Record<string, number>>;
  /** How many messages it keeps, where it can be asked. */
  stored(): Promise<number | null>;
  close(): Promise<void>;
}
