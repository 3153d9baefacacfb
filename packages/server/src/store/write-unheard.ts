import { randomUUID } from 'node:crypto';
import type { FileId } from '@tieline/protocol';
import type { TenantDb } from './store.ts';
import type { EndedInteraction } from './write-conversation.ts';

/**
 * DEL-3: the uploads of what reached nobody are its sender's again, as they were before they were sent, so that it can
 * be sent once more. The messages, which an archive still shows (HIST-6), hold copies of them; what is in them lies
 * there once. Their client ids stay taken (DEL-6): whoever asks again is answered as before.
 */
export async function writeUnheardBack(
  db: TenantDb,
  { conversation, by, unheardFrom }: EndedInteraction,
): Promise<void> {
  if (unheardFrom === null) return;
  const place = [db.tenant, conversation, unheardFrom, by] as const;
  const files = await db.query<{ id: FileId }>(
    `select id from files
     where tenant_id = $1 and conversation_id = $2 and seq >= $3 and seat_id <> $4 order by id for update`,
    place,
  );
  for (const { id } of files) await writeCopyHeld(db, id, randomUUID() as FileId);
}

/** The message that holds a file holds a copy instead; no message holds the file itself. */
async function writeCopyHeld(db: TenantDb, id: FileId, copy: FileId): Promise<void> {
  await db.query(
    `insert into files (tenant_id, id, conversation_id, seat_id, use, name, size, state, hash, seq, created_at)
     select tenant_id, $3, conversation_id, seat_id, use, name, size, state, hash, seq, created_at
     from files where tenant_id = $1 and id = $2`,
    [db.tenant, id, copy],
  );
  await db.query(
    `update messages m set file_id = case when m.file_id is not null then $3::uuid end,
       html = replace(m.html, 'image:' || $2::uuid, 'image:' || $3::uuid)
     from files f
     where f.tenant_id = $1 and f.id = $2::uuid
       and m.tenant_id = f.tenant_id and m.conversation_id = f.conversation_id and m.seq = f.seq`,
    [db.tenant, id, copy],
  );
  await db.query('update files set seq = null, created_at = now() where tenant_id = $1 and id = $2', [
    db.tenant,
    id,
  ]);
}
