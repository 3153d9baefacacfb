import type { StoredMessage } from '@tieline/domain';
import type { ConversationId, SeatId, TenantId } from '@tieline/protocol';
import type { Context } from '../features/context.ts';
import { changeMessage } from '../features/messages/change-message.ts';
import type { TenantDb } from '../store/store.ts';
import { writeDeletion, writeEdit, writeReaction } from '../store/write-message-change.ts';

type Changed = Promise<StoredMessage | null>;

/** Changes of messages in one company, as the server makes them; each is null where nothing changed. */
export interface MessageChanges {
  /** `sent`: what the message said at first. */
  readonly edit: (conversation: ConversationId, seq: number, text: string, sent?: string) => Changed;
  readonly erase: (conversation: ConversationId, seq: number, sent?: string) => Changed;
  readonly react: (conversation: ConversationId, seq: number, by: SeatId, emoji: string) => Changed;
  readonly takeBack: (conversation: ConversationId, seq: number, by: SeatId, emoji: string) => Changed;
}

/** @param token of a session of the company */
export function messageChanges(context: Context, token: string): MessageChanges {
  const tenant = token.split('.')[0] as TenantId;
  const change = (conversation: ConversationId, write: (db: TenantDb) => Changed) =>
    changeMessage(context, tenant, conversation, write);
  const hashOf = (text: string) => context.sentHashes.of({ format: 'plain', text });
  const setReaction =
    (isTakenBack: boolean) => (conversation: ConversationId, seq: number, by: SeatId, emoji: string) =>
      change(conversation, (db) => writeReaction(db, { conversation, seq }, { by, emoji, isTakenBack }));
  return {
    edit: (conversation, seq, text, sent = '') =>
      change(conversation, (db) => writeEdit(db, { conversation, seq }, text, hashOf(sent))),
    erase: (conversation, seq, sent = '') =>
      change(conversation, (db) => writeDeletion(db, { conversation, seq }, hashOf(sent))),
    react: setReaction(false),
    takeBack: setReaction(true),
  };
}
