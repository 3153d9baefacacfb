import type { StoredMessage } from '@tieline/domain';
import type { ConversationId, SeatId } from '@tieline/protocol';
import { loadMessageAt } from './load-messages.ts';
import type { TenantDb } from './store.ts';

/** A message by its place. */
export interface MessagePlace {
  readonly conversation: ConversationId;
  readonly seq: number;
}

/**
 * MSG-2: the new text of a plain message; the old one is gone. Null where there is no such message, or it was deleted.
 *
 * @param sentHash of what was sent first, by which a resend is known (DEL-6); ignored where one is kept already
 */
export async function writeEdit(
  db: TenantDb,
  place: MessagePlace,
  text: string,
  sentHash: string,
): Promise<StoredMessage | null> {
  return change(
    db,
    place,
    `update messages m set text = $4, edited_at = now(), rev = (select rev from counted),
       sent_hash = coalesce(sent_hash, decode($5, 'hex'))
     where m.tenant_id = $1 and m.conversation_id = $2 and m.seq = $3 and m.format = 'plain' and m.deleted_at is null`,
    [text, sentHash],
  );
}

/** MSG-3: what was written is gone, with its files and what others said to it; the place stays. Null as for an edit. */
export async function writeDeletion(
  db: TenantDb,
  place: MessagePlace,
  sentHash: string,
): Promise<StoredMessage | null> {
  const deleted = await change(
    db,
    place,
    `update messages m set format = 'plain', text = '', html = null, file_id = null, deleted_at = now(), reacted = false,
       rev = (select rev from counted), sent_hash = coalesce(sent_hash, decode($4, 'hex'))
     where m.tenant_id = $1 and m.conversation_id = $2 and m.seq = $3 and m.deleted_at is null`,
    [sentHash],
  );
  if (!deleted) return null;
  const at = [db.tenant, place.conversation, place.seq];
  // Held by no message, they are swept.
  await db.query(
    'update files set seq = null where tenant_id = $1 and conversation_id = $2 and seq = $3',
    at,
  );
  await db.query('delete from reactions where tenant_id = $1 and conversation_id = $2 and seq = $3', at);
  return deleted;
}

/** MSG-5: one of each emoji a person. Null where there is no such message, it was deleted, or nothing changes by it. */
export async function writeReaction(
  db: TenantDb,
  place: MessagePlace,
  { by, emoji, isTakenBack }: { readonly by: SeatId; readonly emoji: string; readonly isTakenBack: boolean },
): Promise<StoredMessage | null> {
  return change(
    db,
    place,
    `, marked as (
       update messages set reacted = true
       where tenant_id = $1 and conversation_id = $2 and seq = $3 and deleted_at is null and not reacted
     )
     insert into reactions (tenant_id, conversation_id, seq, party_id, emoji, rev, removed)
     select $1, $2, $3, $4, $5, counted.rev, $6 from counted
     where exists (
       select from messages m
       where m.tenant_id = $1 and m.conversation_id = $2 and m.seq = $3 and m.deleted_at is null
     ) and $6 = exists (
       select from reactions r where r.tenant_id = $1 and r.conversation_id = $2 and r.seq = $3
         and r.party_id = $4 and r.emoji = $5 and not r.removed
     )
     on conflict (tenant_id, conversation_id, seq, emoji, party_id)
       do update set rev = excluded.rev, removed = excluded.removed`,
    [by, emoji, isTakenBack],
  );
}

/**
 * Writes a change under the next number of its conversation, whose row stays locked until the transaction ends. A number of
 * which nothing came is not used up.
 */
async function change(
  db: TenantDb,
  place: MessagePlace,
  statement: string,
  values: readonly (string | boolean)[],
): Promise<StoredMessage | null> {
  const at = [db.tenant, place.conversation];
  await db.query('select from conversations where tenant_id = $1 and id = $2 for update', at);
  const changed = await db.query(
    `with counted as (select rev + 1 as rev from conversations where tenant_id = $1 and id = $2)
     ${statement} returning 1`,
    [...at, place.seq, ...values],
  );
  if (changed.length === 0) return null;
  await db.query(
    `update conversations set rev = rev + 1, changed = pg_current_xact_id() where tenant_id = $1 and id = $2`,
    at,
  );
  return loadMessageAt(db, place.conversation, place.seq);
}
