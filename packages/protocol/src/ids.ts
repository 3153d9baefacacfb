import Type from 'typebox';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Id<'tenant'>;
export type PersonId = Id<'person'>;
export type SeatId = Id<'seat'>;
export type SessionId = Id<'session'>;
export type GroupId = Id<'group'>;
export type QueueId = Id<'queue'>;
export type ConversationId = Id<'conversation'>;
/** `<conversation id>.<seq>`: a message is named by its place, which never changes. */
export type MessageId = Id<'message'>;
/** Made by the sender, one for each message; the same id from the same seat is the same message (DEL-6). */
export type ClientId = Id<'client'>;
/** Made by the server when an upload begins. It opens nothing by itself: who reads is asked each time. */
export type FileId = Id<'file'>;

const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

export const SeatId = Type.Unsafe<SeatId>({ type: 'string', pattern: uuid });
export const SessionId = Type.Unsafe<SessionId>({
  type: 'string',
  pattern: uuid,
});
export const ConversationId = Type.Unsafe<ConversationId>({
  type: 'string',
  pattern: uuid,
});
export const MessageId = Type.Unsafe<MessageId>({
  type: 'string',
  maxLength: 64,
});
export const FileId = Type.Unsafe<FileId>({
  type: 'string',
  pattern: uuid,
});
/** 8 to 64 characters of `A-Z a-z 0-9 _ -`; a UUID is the usual choice. */
export const ClientId = Type.Unsafe<ClientId>({
  type: 'string',
  pattern: '^[A-Za-z0-9_-]{8,64}$',
});

/** The id of the message that holds place `seq` in `conversation`. */
export function messageIdOf(conversation: ConversationId, seq: number): MessageId {
  return `${conversation}.${seq}` as MessageId;
}
