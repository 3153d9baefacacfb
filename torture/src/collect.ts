import type { ConversationId } from '@tieline/protocol';
import { createRichClient, type RichClient } from './clients/rich-client.ts';
import { textOf } from './clients/tap.ts';
import { waitUntil } from './ground/patience.ts';
import { numberIn } from './journal.ts';
import type { ShownTimeline } from './oracle/judge-timelines.ts';
import type { Conversation, Truth } from './oracle/truth.ts';
import type { Stage } from './stage.ts';

/** Waits until everybody is online and has nothing left to send. False where that never comes. */
export function whenQuiet(stage: Stage): Promise<boolean> {
  const isQuiet = ({ client }: RichClient): boolean => {
    const { connection, timelines } = client.getState();
    const waits = [...timelines.values()].some(({ pending }) =>
      pending.some(({ state }) => state === 'queued' || state === 'sending'),
    );
    return connection.state === 'online' && !waits;
  };
  return waitUntil(
    () => stage.richClients.every(isQuiet) && stage.rawClients().every((raw) => raw.isOnline()),
    60_000,
  );
}

/** What everybody with a client of the product shows, after loading all that can be loaded. */
export async function collectTimelines(stage: Stage, truth: Truth): Promise<ShownTimeline[]> {
  const late = await Promise.all(
    (['north', 'south'] as const).map(async (company) =>
      // Everything that was sent to her console was missed there, and stands in its history (DEL-4).
      createRichClient(stage.journal, await stage.signIn(company, 'mira', 'console')),
    ),
  );
  const isOnline = ({ client }: RichClient): boolean =>
    client.getState().connection.state === 'online' && client.getState().conversationsState === 'ready';
  await waitUntil(() => late.every(isOnline), 20_000);
  const shown: ShownTimeline[] = [];
  for (const reader of [...stage.richClients, ...late]) {
    const readable = [...truth.conversations.values()].filter((one) => isReader(reader, one, truth));
    for (const conversation of readable) shown.push(await collectOne(stage, reader, conversation.id));
  }
  for (const { client } of late) client.close();
  return shown;
}

function isReader({ device }: RichClient, conversation: Conversation, truth: Truth): boolean {
  const { seats, kind, fromSeq, lastSeq } = conversation;
  if (lastSeq === 0) return false;
  // Without a running interaction there is nothing to open; the console has forgotten it (HIST-5).
  if (seats.includes(device.seat)) return kind !== 'agent' || fromSeq !== null;
  return seats.some((seat) => truth.seats.get(seat)?.officeSeat === device.seat);
}

async function collectOne(
  stage: Stage,
  { client, device }: RichClient,
  conversation: ConversationId,
): Promise<ShownTimeline> {
  const timeline = () => client.getState().timelines.get(conversation);
  const failed = (fault: unknown): void =>
    stage.journal.find('client differs', `${device.name} cannot open ${conversation}: ${String(fault)}`);
  await client.openTimeline(conversation).catch(failed);
  for (let pages = 0; pages < 5000 && timeline()?.hasBefore === true; pages += 1) {
    const before = timeline()?.messages[0]?.seq;
    await client.loadOlder(conversation).catch(failed);
    if (timeline()?.messages[0]?.seq === before) break;
  }
  const { messages = [], pending = [] } = timeline() ?? {};
  return {
    reader: device.seat,
    name: `${device.name} (${device.surface})`,
    surface: device.surface,
    conversation,
    messages: messages.map((message) => ({ seq: message.seq, number: numberIn(textOf(message)) })),
    waiting: pending.filter(({ state }) => state === 'queued' || state === 'sending').length,
  };
}
