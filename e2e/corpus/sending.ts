import { randomUUID } from 'node:crypto';
import type { ClientId, ConversationId, MessageBody, MessageView } from '@tieline/protocol';
import type { Line } from '@tieline/testkit';

/** A string that is stored. */
export interface Stored {
  readonly text: string;
  /** The message as its sender sees it. */
  readonly message: MessageView;
}

export interface Sent {
  /** In the order of the conversation. */
  readonly stored: readonly Stored[];
  readonly refused: number;
}

/** The only answers with which the server may keep a text out. */
const clear = new Set(['text-empty', 'text-not-storable', 'text-too-long']);

/** Sends each string as `bodyOf` dresses it, one after the other, as far as the server takes it. */
export async function sendAll(
  line: Line,
  conversation: ConversationId,
  strings: readonly string[],
  bodyOf: (text: string) => MessageBody,
): Promise<Sent> {
  const answers = await Promise.all(
    strings.map(async (text) => {
      const clientId = randomUUID() as string as ClientId;
      const reply = await line.socket.command('send-message', {
        conversation,
        clientId,
        body: bodyOf(text),
      });
      if ('ok' in reply) return { text, message: reply.ok.message };
      if (clear.has(reply.error.code)) return null;
      throw new Error(`${JSON.stringify(text)} was answered with ${JSON.stringify(reply.error)}`);
    }),
  );
  const stored = answers.filter((answer) => answer !== null);
  return {
    stored: stored.toSorted((one, other) => one.message.seq - other.message.seq),
    refused: answers.length - stored.length,
  };
}
