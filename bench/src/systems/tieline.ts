import { inLanes } from '../crowd/lanes.ts';
import type { FramesJob, FramesPair } from '../load/job.ts';
import { officeEmail } from '../tieline/company.ts';
import { type Postgres, withClient } from '../tieline/database.ts';
import { type Office, type OpenServer, openConversation, openOffice } from '../tieline/office.ts';
import type { System } from './system.ts';

/** A company of twice as many office people as pairs, each of whom has a conversation with one other. */
export async function openTieline(postgres: Postgres, pairs: number): Promise<System> {
  const office = await openOffice(postgres, { office: 2 * pairs, agents: 0, agentsPerGroup: 1 });
  return {
    name: 'tieline',
    job: await openPairs(office, pairs),
    processes: { server: office.server.pid, postgres: postgres.pid },
    stored: () => countMessages(office),
    close: () => office.close(),
  };
}

/** Conversations of the first people, two by two. */
export async function openPairs(office: OpenServer, pairs: number): Promise<FramesJob> {
  const conversations: FramesPair[] = [];
  const firsts = Array.from({ length: pairs }, (_, index) => 2 * index);
  await inLanes(firsts, 10, async (first) => void conversations.push(await openPair(office, first)));
  return { wire: 'frames', pairs: conversations };
}

async function openPair(office: OpenServer, first: number): Promise<FramesPair> {
  const conversation = await openConversation(office, first, first + 1);
  const end = (index: number) => ({
    url: office.socketUrl('office'),
    token: office.session(officeEmail(index)).token,
  });
  return { conversation, ends: [end(first), end(first + 1)] };
}

function countMessages({ databaseUrl, tenant }: Office): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    await client.query("select set_config('tieline.tenant', $1, false)", [tenant]);
    const { rows } = await client.query<{ count: string }>('select count(*) from messages');
    return Number(rows[0]?.count);
  });
}
