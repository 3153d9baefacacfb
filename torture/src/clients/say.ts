import type { ClientId, ConversationId, MessageBody, ReplyFrame, Stored } from '@tieline/protocol';
import { sleep } from '../ground/patience.ts';
import { type Journal, markOf, type Sent } from '../journal.ts';
import type { RawClient } from './raw-client.ts';
import type { RichClient } from './rich-client.ts';
import { type Device, newClientId } from './sign-in.ts';

/** The text of message `number`, so many bytes long; from the console it may be formatted. */
export function bodyOf(number: number, bytes: number, rich: boolean): MessageBody {
  const mark = markOf(number);
  const filling = 'lorem ipsum dolor '
    .repeat(Math.ceil(bytes / 18))
    .slice(0, Math.max(0, bytes - mark.length));
  return rich
    ? { kind: 'rich', html: `<p>${mark} <b>${filling}</b></p>` }
    : { kind: 'plain', text: `${mark} ${filling}` };
}

/** One message on its way: the same id and the same body, however often it is tried. */
export interface Utterance {
  readonly sent: Sent;
  readonly body: MessageBody;
}

/** One try; resolves with the frame that came back, null where nobody knows. */
export type Attempt = (utterance: Utterance) => Promise<ReplyFrame | null>;

const idOf = ({ sent }: Utterance): ClientId => {
  if (sent.clientId === null) throw new Error('A message without an id was tried');
  return sent.clientId;
};

export const viaSocket =
  (raw: RawClient): Attempt =>
  async (utterance) => {
    const { conversation } = utterance.sent;
    const input = { conversation, clientId: idOf(utterance), body: utterance.body };
    return raw.command('send-message', input).catch(() => null);
  };

export const viaHttp =
  (journal: Journal, device: Device): Attempt =>
  async (utterance) => {
    const { sent, body } = utterance;
    sent.attempts += 1;
    const path = `/conversations/${sent.conversation}/messages`;
    const input = { clientId: idOf(utterance), body };
    const answer = await device.request<Stored>('POST', path, input).catch(() => null);
    if (answer === null) return null;
    if (answer.status === 200) {
      journal.stored(sent, answer.body);
      return { re: 0, ok: answer.body };
    }
    const { code, sentence, retry, refusal } = answer.body;
    // A page that is no answer of ours, as of something between here and the server.
    if (code === undefined || sentence === undefined) return null;
    const error = { code, sentence, retry: retry ?? false, ...(refusal === undefined ? {} : { refusal }) };
    journal.turnedDown(sent, error);
    return { re: 0, error };
  };

/** Tries until there is a final answer, or until nobody wants one any more: null then. */
export async function sayUntilAnswered(
  utterance: Utterance,
  attempt: Attempt,
  isOver: () => boolean,
): Promise<ReplyFrame | null> {
  for (let pause = 40; !isOver(); pause = Math.min(800, pause * 1.6)) {
    const reply = await attempt(utterance);
    if (reply !== null && ('ok' in reply || !reply.error.retry)) return reply;
    await sleep(pause * (0.5 + Math.random()));
  }
  return null;
}

/** The same for who may be logged out for a moment, as after a storm: that no is waited out. */
export async function sayWhenThere(
  utterance: Utterance,
  attempt: Attempt,
  isOver: () => boolean,
): Promise<ReplyFrame | null> {
  for (;;) {
    const reply = await sayUntilAnswered(utterance, attempt, isOver);
    const code = reply !== null && 'error' in reply ? reply.error.refusal?.code : undefined;
    if (code !== 'sender-logged-out' && code !== 'receiver-logged-out') return reply;
    await sleep(200);
  }
}

/** A new message of `seat` that is tried by its sender's own means. */
export function newUtterance(
  journal: Journal,
  device: Device,
  conversation: ConversationId,
  form: { readonly bytes: number; readonly rich: boolean; readonly means: 'socket' | 'http' },
  clientId: string = newClientId(),
): Utterance {
  const sent = journal.begin(device.seat, conversation, form.means, clientId as ClientId);
  return { sent, body: bodyOf(sent.number, form.bytes, form.rich) };
}

/** Hands a message to the client of the product, which sees to the rest; resolves when it gave its verdict. */
export async function sayByClient(
  journal: Journal,
  { client, device }: RichClient,
  conversation: ConversationId,
  form: { readonly bytes: number; readonly rich: boolean },
): Promise<'stored' | 'refused' | 'failed'> {
  const sent = journal.begin(device.seat, conversation, 'client');
  return client.send(conversation, bodyOf(sent.number, form.bytes, form.rich));
}
