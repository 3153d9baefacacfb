import { randomUUID } from 'node:crypto';
import type { FramesPair } from '../load/job.ts';
import type { RelayOffer } from '../main-relay.ts';
import { startProgram } from '../programs/program.ts';
import { type Postgres, query } from '../tieline/database.ts';
import type { System } from './system.ts';

/** The ceiling of the transport: acknowledges and forwards, and keeps nothing. */
export async function openBareRelay(pairs: number): Promise<System> {
  const relay = await startProgram<RelayOffer>('relay');
  const port = await relay.call('listen', { databaseUrl: null });
  return {
    name: 'bare relay',
    job: { wire: 'frames', pairs: relayPairs(port, pairs) },
    processes: { server: relay.pid },
    stored: async () => null,
    close: () => relay.close(),
  };
}

/** The ceiling of the job: the same, with every message committed before anybody hears of it. */
export async function openDurableRelay(postgres: Postgres, pairs: number): Promise<System> {
  const databaseUrl = await postgres.createDatabase();
  const relay = await startProgram<RelayOffer>('relay');
  const port = await relay.call('listen', { databaseUrl });
  return {
    name: 'durable relay',
    job: { wire: 'frames', pairs: relayPairs(port, pairs) },
    processes: { server: relay.pid, postgres: postgres.pid },
    stored: async () => {
      const [row] = await query<{ count: string }>(databaseUrl, 'select count(*) from relayed');
      return Number(row?.count);
    },
    close: async () => {
      await relay.close();
      await postgres.dropDatabase(databaseUrl);
    },
  };
}

function relayPairs(port: number, pairs: number): FramesPair[] {
  return Array.from({ length: pairs }, () => {
    const conversation = randomUUID();
    const end = { url: `ws://127.0.0.1:${port}/?conversation=${conversation}`, token: '' };
    return { conversation, ends: [end, end] };
  });
}
