import type { ConversationPage } from '@tieline/protocol';
import { officeEmail } from '../tieline/company.ts';
import { type Postgres, withClient } from '../tieline/database.ts';
import { type Office, openOffice } from '../tieline/office.ts';
import { measurePages, type PageFigures, type PageRequest } from './pages.ts';

export interface ListPlan {
  readonly conversations: number;
  readonly requests: number;
}

export interface ListFigures {
  readonly conversations: number;
  readonly pages: readonly PageFigures[];
}

const limit = 50;

/** The list of somebody who has talked with everybody: its first page, and one from the middle. */
export async function measureList(postgres: Postgres, plan: ListPlan): Promise<ListFigures> {
  const { conversations, requests } = plan;
  const office = await openOffice(postgres, { office: conversations + 1, agents: 0, agentsPerGroup: 1 });
  try {
    await fillList(office);
    const reader = office.session(officeEmail(0));
    const middle = await findMiddle(office, conversations);
    const pages = [pageOf('first', null), pageOf('middle', middle)];
    return { conversations, pages: await measurePages(office, reader, pages, requests) };
  } finally {
    await office.close();
  }
}

function pageOf(name: string, after: string | null): PageRequest {
  return {
    name,
    path: pathOf(after),
    check: (page: ConversationPage) => {
      if (page.conversations.length !== limit)
        throw new Error(`The ${name} page of the list has ${page.conversations.length} conversations`);
    },
  };
}

function pathOf(after: string | null): string {
  return `/conversations?limit=${limit}${after === null ? '' : `&after=${encodeURIComponent(after)}`}`;
}

/** Pages through half of the list, as its cursors cannot be made up. */
async function findMiddle(office: Office, conversations: number): Promise<string> {
  const reader = office.session(officeEmail(0));
  let after: string | null = null;
  for (let seen = 0; seen < conversations / 2; seen += limit) {
    const page: ConversationPage = await office.request(reader, 'GET', pathOf(after));
    after = page.next;
  }
  if (after === null) throw new Error('The list has no middle');
  return after;
}

/** The first person of the office gets a conversation with everybody else, of one message, a minute apart. */
function fillList(office: Office): Promise<void> {
  return withClient(office.databaseUrl, async (client) => {
    await client.query("select set_config('tieline.tenant', $1, false)", [office.tenant]);
    await client.query(
      `with made as (
         insert into conversations (tenant_id, id, kind, party_set, last_seq, last_at)
         select tenant_id, gen_random_uuid(), 'direct', array[least(id, $2), greatest(id, $2)], 1,
           now() - row_number() over () * interval '1 minute'
         from seats where tenant_id = $1 and id <> $2
         returning tenant_id, id, party_set, last_at
       )
       insert into conversation_members (tenant_id, conversation_id, party_id, role, active_hour)
       select tenant_id, id, unnest(party_set), 'member', date_trunc('hour', last_at, 'UTC') from made`,
      [office.tenant, office.session(officeEmail(0)).seat],
    );
    await client.query(
      `insert into messages (tenant_id, conversation_id, seq, sender_id, client_id, format, text, created_at)
       select tenant_id, id, 1, party_set[1], gen_random_uuid()::text, 'plain', 'Good morning', last_at
       from conversations where tenant_id = $1`,
      [office.tenant],
    );
    await client.query('vacuum analyze messages, conversations, conversation_members');
  });
}
