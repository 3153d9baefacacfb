import pg from 'pg';
import type { Keep, Taken } from './relay.ts';

const schema = `
create table relayed (
  conversation uuid not null,
  seq integer not null,
  sender uuid not null,
  client_id uuid not null,
  text text not null,
  created_at timestamptz not null default now(),
  primary key (conversation, seq)
)`;

const insert = {
  name: 'insert',
  text: `insert into relayed (conversation, seq, sender, client_id, text)
    select * from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::uuid[], $5::text[])`,
};

/**
 * Keeps messages by one connection: all that came in while the last commit was on its way go into the next one.
 * What is handed on is on the disk.
 */
export async function keepInDatabase(url: string): Promise<Keep> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(schema);
  let waiting: Taken[] = [];
  let isWriting = false;

  async function write(done: (messages: readonly Taken[]) => void): Promise<void> {
    isWriting = true;
    let committed: Taken[] = [];
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const commit = client.query({ ...insert, values: columnsOf(batch) });
      // While the database works on this batch, the one before it goes out.
      done(committed);
      await commit;
      committed = batch;
    }
    isWriting = false;
    done(committed);
  }

  return (message, done) => {
    waiting.push(message);
    if (!isWriting) void write(done);
  };
}

/** The literals of five arrays. Written by hand: the driver's own way would be the most expensive part of the relay. */
function columnsOf(batch: readonly Taken[]): string[] {
  return [
    arrayOf(batch, (message) => message.conversation.id),
    arrayOf(batch, (message) => String(message.seq)),
    arrayOf(batch, (message) => message.sender.seat),
    arrayOf(batch, (message) => message.frame.with.clientId),
    arrayOf(batch, (message) => `"${message.frame.with.body.text.replaceAll(/["\\]/g, '\\$&')}"`),
  ];
}

function arrayOf(batch: readonly Taken[], of: (message: Taken) => string): string {
  return `{${batch.map(of).join(',')}}`;
}
