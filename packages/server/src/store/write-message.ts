import type { StoredBody, StoredMessage } from '@tieline/domain';
import type { ClientId, SeatId, SeatKind } from '@tieline/protocol';
import type { ConversationRecord } from './load-conversation.ts';
import type { TenantDb } from './store.ts';

export interface NewMessage {
  readonly conversation: ConversationRecord;
  readonly sender: { readonly seat: SeatId; readonly kind: SeatKind; readonly name: string };
  readonly clientId: ClientId;
  readonly body: Exclude<StoredBody, { format: 'file' }>;
  readonly missed: boolean;
}

/**
 * Stores a message under the next sequence of its conversation, which the transaction has locked (DEL-7).
 * The client id is unique in the same transaction (DEL-6): null where it was taken meanwhile.
 */
export async function writeMessage(db: TenantDb, message: NewMessage): Promise<StoredMessage | null> {
  const { conversation, sender, body } = message;
  const [row] = await db.query<{ seq: number; created_at: string }>(
    `with stored as (
       insert into messages (tenant_id, conversation_id, seq, sender_seat, client_id, format, text, html, missed)
       select $1, c.id, c.last_seq + 1, $3, $4, $5, $6, $7, $8
       from conversations c where c.tenant_id = $1 and c.id = $2
       on conflict (tenant_id, sender_seat, client_id) do nothing
       returning seq, created_at
     ), counted as (
       update conversations set last_seq = stored.seq, last_at = stored.created_at
       from stored where tenant_id = $1 and id = $2
     )
     select seq, created_at from stored`,
    [
      db.tenant,
      conversation.id,
      sender.seat,
      message.clientId,
      body.format,
      body.text,
      body.format === 'rich' ? body.html : null,
      message.missed,
    ],
  );
  if (!row) return null;
  return {
    conversation: conversation.id,
    seq: row.seq,
    at: row.created_at,
    sender,
    body,
    missed: message.missed,
  };
}
