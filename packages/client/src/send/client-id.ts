import type { ClientId, ConversationId, MessageView } from '@tieline/protocol';

/** The newest moment (milliseconds) of an id made or followed here, and how many were made in it. */
let newest = 0;
let count = 0;

/**
 * A new client id: a UUID of version 7. Ids of one program ascend in the order in which they are made, whatever its
 * clock does, so that a queue can be sorted by them and the index of the server grows at its end.
 * `crypto.randomUUID` is not there on a page without TLS; this works on every one.
 */
export function newClientId(now = Date.now()): ClientId {
  count = now > newest ? 0 : count + 1;
  newest = Math.max(now, newest);
  if (count > 0xfff) [newest, count] = [newest + 1, 0];
  const random = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => hex(byte, 2)).join('');
  const variant = hex(8 + (Number.parseInt(random.charAt(0), 16) & 3), 1);
  const digits = `${hex(newest, 12)}7${hex(count, 3)}${variant}${random.slice(1)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as ClientId;
}

/**
 * The id under which a message that was stored once is sent a second time: the same on every device that does so, so that it
 * is one message (DEL-6). Ids of earlier messages come first.
 */
export function clientIdAgain(
  conversation: ConversationId,
  { seq, at }: Pick<MessageView, 'seq' | 'at'>,
): ClientId {
  const moment = hex(Math.max(0, Date.parse(at)), 12);
  return `${moment.slice(0, 8)}-${moment.slice(8)}-${conversation}-${hex(seq, 8)}` as ClientId;
}

/**
 * The id of the `number`th reply to a message: the same whenever the message is handed out, so that a program that was
 * killed after its reply does not reply twice (DEL-6).
 */
export function clientIdOfReply(
  conversation: ConversationId,
  message: Pick<MessageView, 'seq' | 'at'>,
  number: number,
): ClientId {
  return `${clientIdAgain(conversation, message)}-${number.toString(36).padStart(2, '0')}` as ClientId;
}

/** Whether a message of this id is an answer, as {@link clientIdOfReply} makes them: it ends with the number of the answer. */
export function isReplyId(id: ClientId): boolean {
  return /-[0-9a-f]{8}-[0-9a-z]{2,}$/.test(id);
}

/** Every id that is made from now on comes after `id`: a message left by an earlier run was written before. */
export function followClientId(id: ClientId): void {
  const moment = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  // A broken id from the end of time must not use up the moments that are left.
  if (moment >= newest && moment < 2 ** 47) [newest, count] = [moment, 0xfff];
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
