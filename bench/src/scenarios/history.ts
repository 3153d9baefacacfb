import { officeEmail } from '../tieline/company.ts';
import { type Postgres, withClient } from '../tieline/database.ts';
import { type Office, openConversation, openOffice } from '../tieline/office.ts';
import { measurePages, type PageFigures, type PageRequest } from './pages.ts';

export interface HistoryPlan {
  /** Messages in the long conversation, and in the one that it is compared with. */
  readonly long: number;
  readonly short: number;
  readonly requests: number;
}

export interface HistoryFigures {
  readonly messages: number;
  readonly pages: readonly PageFigures[];
}

const limit = 50;

/** Pages of 50 out of the middle, the end and the start of a long conversation, and of a short one. */
export async function measureHistory(postgres: Postgres, plan: HistoryPlan): Promise<HistoryFigures[]> {
  const office = await openOffice(postgres, { office: 3, agents: 0, agentsPerGroup: 1 });
  try {
    const figures: HistoryFigures[] = [];
    for (const [index, messages] of [plan.long, plan.short].entries()) {
      const conversation = await openConversation(office, 0, index + 1);
      await fillConversation(office, conversation, messages);
      const pages = placesOf(conversation, messages);
      const reader = office.session(officeEmail(0));
      figures.push({ messages, pages: await measurePages(office, reader, pages, plan.requests) });
    }
    return figures;
  } finally {
    await office.close();
  }
}

function placesOf(conversation: string, messages: number): PageRequest[] {
  const middle = Math.floor(messages / 2);
  const page = (name: string, place: string, first: number): PageRequest => ({
    name,
    path: `/conversations/${conversation}/messages?limit=${limit}${place}`,
    check: (answer: { messages: { seq: number }[] }) => {
      const found = answer.messages.map((message) => message.seq);
      if (found.length !== limit || found[0] !== first)
        throw new Error(`The page from the ${name} has ${found.length} messages from ${found[0]} on`);
    },
  });
  return [
    page('middle', `&before=${middle}`, middle - limit),
    page('end', '', messages - limit + 1),
    page('start', '&after=0', 1),
  ];
}

/** Writes messages by SQL, one a second by turns, the last one now. */
export function fillConversation(office: Office, conversation: string, messages: number): Promise<void> {
  return withClient(office.databaseUrl, async (client) => {
    await client.query("select set_config('tieline.tenant', $1, false)", [office.tenant]);
    await client.query(
      `insert into messages (tenant_id, conversation_id, seq, sender_id, client_id, format, text, created_at)
       select c.tenant_id, c.id, n, c.party_set[1 + n % 2],
         gen_random_uuid()::text, 'plain', 'Message ' || n || ', about the customs papers of a shipment',
         now() - ($3::integer - n) * interval '1 second'
       from conversations c, generate_series(1, $3::integer) n where c.tenant_id = $1 and c.id = $2`,
      [office.tenant, conversation, messages],
    );
    await client.query(
      'update conversations set last_seq = $3, last_at = now() where tenant_id = $1 and id = $2',
      [office.tenant, conversation, messages],
    );
    // What autovacuum would have done, had the messages come one by one.
    await client.query('vacuum analyze messages, conversations');
  });
}
