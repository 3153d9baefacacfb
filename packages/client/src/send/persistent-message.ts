import type { ClientId, ConversationId, MessageBody } from '@tieline/protocol';
import type { OutboxMessage } from '../state/timeline.ts';

export interface PersistentMessage {
  readonly conversation: ConversationId;
  readonly message: OutboxMessage;
}

export interface OwnedMessage extends PersistentMessage {
  /** The instance that sends it. */
  readonly owner: string;
}

/** A message as text. One that is on its way is queued for whoever reads it. */
export function textOf(owner: string, { conversation, message }: PersistentMessage): string {
  const { body, at, state, refusal, problem, fileName, interaction } = message;
  return JSON.stringify({
    owner,
    conversation,
    body,
    at,
    state: state === 'sending' ? 'queued' : state,
    refusal,
    problem,
    fileName,
    interaction,
  });
}

/** Undefined: broken, or written by another program. Checks only what sending relies on; the server checks the rest. */
export function parseMessage(clientId: ClientId, text: string | null): OwnedMessage | undefined {
  try {
    const stored = JSON.parse(text ?? '') as OutboxMessage & { owner: string; conversation: ConversationId };
    const { owner, conversation, body, at, state } = stored;
    const words = [owner, conversation, at, contentOf(body)];
    const isWhole = words.every((word) => typeof word === 'string');
    if (!isWhole || !/^(queued|refused|failed)$/.test(state)) return undefined;
    const { refusal = null, problem = null, fileName = null, interaction = null } = stored;
    const place = { storedSeq: null, storedIn: null };
    const message = { clientId, body, at, state, refusal, problem, fileName, interaction, ...place };
    return { owner, conversation, message };
  } catch {
    return undefined;
  }
}

function contentOf(body: MessageBody): string {
  if (body.kind === 'plain') return body.text;
  return body.kind === 'rich' ? body.html : body.file;
}
