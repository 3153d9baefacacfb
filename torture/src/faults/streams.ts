import type { ConversationId, HistoryPage } from '@tieline/protocol';
import type { RawClient } from '../clients/raw-client.ts';
import { newUtterance, sayUntilAnswered, viaSocket } from '../clients/say.ts';
import { textOf } from '../clients/tap.ts';
import { now, sleep } from '../ground/patience.ts';
import { numberIn } from '../journal.ts';
import type { Stage } from '../stage.ts';

/** Writes message after message until it is over; a no is followed by the next one. */
export async function flow(
  stage: Stage,
  raw: RawClient,
  conversation: ConversationId,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const form = { bytes: 40, rich: false, means: 'socket' } as const;
    const utterance = newUtterance(stage.journal, raw.device, conversation, form);
    await sayUntilAnswered(utterance, viaSocket(raw), () => isOver() || raw.isSignedOut());
    await sleep(raw.isSignedOut() ? 100 : 10);
  }
}

/** Asks for everything again and again, by `resume` and by history; what is shown goes into the log. */
export async function replay(
  stage: Stage,
  raw: RawClient,
  conversations: readonly ConversationId[],
  isOver: () => boolean,
): Promise<void> {
  const places = new Map(conversations.map((conversation) => [conversation, 0]));
  const hearing = stage.journal.listen(raw.device);
  while (!isOver()) {
    const timelines = [...places].map(([conversation, after]) => ({ conversation, after }));
    await Promise.all([
      raw.command('resume', { token: null, timelines }).catch(() => null),
      ...conversations.map(async (conversation) => {
        const path = `/conversations/${conversation}/messages?limit=100`;
        const told = await raw.device.request<HistoryPage>('GET', path).catch(() => null);
        for (const message of told?.body.messages ?? []) {
          const { seq } = message;
          hearing.heard.push({
            conversation,
            interaction: told?.body.interaction ?? null,
            seq,
            number: numberIn(textOf(message)),
            at: now(),
            by: 'history',
          });
          places.set(conversation, Math.max(places.get(conversation) ?? 0, seq - 20));
        }
      }),
    ]);
    await sleep(30);
  }
}
