import { randomUUID } from 'node:crypto';
import type { FileId } from '@tieline/protocol';
import { imageTag } from '../content/rich-text/write-html.ts';
import type { TenantDb } from './store.ts';
import type { EndedInteraction } from './write-conversation.ts';

/** Uploads that are given back at once: a chat may have thousands. */
const sliceSize = 500;

interface Held {
  readonly id: FileId;
  readonly seq: number;
  readonly copy: FileId;
}

/**
 * DEL-3: the uploads of what reached nobody are its sender's again, as they were before they were sent, so that it can
 * be sent once more. The messages, which an archive still shows (HIST-6), hold copies of them; what is in them lies
 * there once. Their client ids stay taken (DEL-6): whoever asks again is answered as before.
 */
export async function writeUnheardBack(db: TenantDb, ended: EndedInteraction): Promise<void> {
  if (ended.unheardFrom === null) return;
  for (;;) {
    const held = await loadHeldUploads(db, ended, ended.unheardFrom);
    if (held.length === 0) return;
    await writeCopiesHeld(db, ended, held);
    if (held.length < sliceSize) return;
  }
}

async function loadHeldUploads(
  db: TenantDb,
  { conversation, by }: EndedInteraction,
  fromSeq: number,
): Promise<Held[]> {
  const rows = await db.query<{ id: FileId; seq: number }>(
    `select id, seq from files
     where tenant_id = $1 and conversation_id = $2 and seq >= $3 and seat_id <> $4 and copy_of is null
     order by id limit ${sliceSize} for update`,
    [db.tenant, conversation, fromSeq, by],
  );
  return rows.map(({ id, seq }) => ({ id, seq, copy: randomUUID() as FileId }));
}

/** The messages that hold uploads hold copies instead; no message holds the uploads themselves. */
async function writeCopiesHeld(
  db: TenantDb,
  { conversation }: EndedInteraction,
  held: readonly Held[],
): Promise<void> {
  const ids = held.map(({ id }) => id);
  const copies = held.map(({ copy }) => copy);
  await db.query(
    `insert into files
       (tenant_id, id, conversation_id, seat_id, use, name, size, state, hash, seq, created_at, copy_of)
     select tenant_id, w.copy, conversation_id, seat_id, use, name, size, state, hash, seq, created_at, id
     from files join unnest($2::uuid[], $3::uuid[]) as w (original, copy) on id = w.original where tenant_id = $1`,
    [db.tenant, ids, copies],
  );
  await db.query(
    `update messages m set file_id = w.copy
     from unnest($3::int[], $4::uuid[], $5::uuid[]) as w (seq, original, copy)
     where m.tenant_id = $1 and m.conversation_id = $2 and m.seq = w.seq and m.file_id = w.original`,
    [db.tenant, conversation, held.map(({ seq }) => seq), ids, copies],
  );
  await writeImagesRenamed(db, conversation, held);
  await db.query(
    'update files set seq = null, is_returned = true, created_at = now() where tenant_id = $1 and id = any($2::uuid[])',
    [db.tenant, ids],
  );
}

async function writeImagesRenamed(
  db: TenantDb,
  conversation: EndedInteraction['conversation'],
  held: readonly Held[],
): Promise<void> {
  const rows = await db.query<{ seq: number; html: string }>(
    `select seq, html from messages
     where tenant_id = $1 and conversation_id = $2 and seq = any($3::int[]) and html is not null`,
    [db.tenant, conversation, [...new Set(held.map(({ seq }) => seq))]],
  );
  const renamed = rows.map(({ seq, html }) => {
    const own = held.filter((one) => one.seq === seq);
    return own.reduce((text, { id, copy }) => text.replaceAll(imageTag(id), imageTag(copy)), html);
  });
  await db.query(
    `update messages m set html = w.html from unnest($3::int[], $4::text[]) as w (seq, html)
     where m.tenant_id = $1 and m.conversation_id = $2 and m.seq = w.seq`,
    [db.tenant, conversation, rows.map(({ seq }) => seq), renamed],
  );
}
