// The two relays that Tieline is measured against: one that keeps nothing, and one that keeps every message.
import { offer } from './programs/calls.ts';
import { keepInDatabase } from './relay/keep-in-database.ts';
import { openRelay } from './relay/relay.ts';

const offered = {
  /** `databaseUrl` null: nothing is stored. Returns the port. */
  listen: async ({ databaseUrl }: { databaseUrl: string | null }): Promise<number> =>
    openRelay(databaseUrl === null ? (message, done) => done([message]) : await keepInDatabase(databaseUrl)),
};

export type RelayOffer = typeof offered;
offer(offered);
