import type { ConversationId, SeatKind, SignInSurface } from '@tieline/protocol';
import type { CompanyName } from './access.ts';
import type { Chance } from './chance.ts';
import { newUtterance, sayByClient, sayUntilAnswered, viaHttp, viaSocket } from './clients/say.ts';
import { sleep } from './ground/patience.ts';
import type { Means } from './journal.ts';
import type { Stage } from './stage.ts';

/** Somebody who writes into one conversation for as long as the run lasts, `atOnce` messages at a time. */
export interface Writer {
  readonly company: CompanyName;
  readonly name: string;
  readonly side: SeatKind;
  readonly peer: string;
  readonly peerSide: SeatKind;
  readonly means: Means;
  readonly atOnce: number;
  /** Milliseconds between an answer and the next message, at most. */
  readonly pause: number;
}

type Row = readonly [name: string, side: SeatKind, peer: string, peerSide: SeatKind];

const byClient: readonly Row[] = [
  ['olga', 'office', 'oscar', 'office'],
  ['oscar', 'office', 'olga', 'office'],
  ['olga', 'office', 'anna', 'agent'],
  ['anna', 'agent', 'olga', 'office'],
  ['anna', 'agent', 'alan', 'agent'],
  ['alan', 'agent', 'anna', 'agent'],
  ['alan', 'agent', 'amir', 'agent'],
  ['amir', 'agent', 'oscar', 'office'],
  ['bela', 'agent', 'amir', 'agent'],
  ['amir', 'agent', 'bela', 'agent'],
  ['bela', 'agent', 'olga', 'office'],
  ['bela', 'office', 'oscar', 'office'],
  ['oscar', 'office', 'mira', 'agent'],
  ['mira', 'office', 'olga', 'office'],
  ['ines', 'office', 'olga', 'office'],
  ['hugo', 'agent', 'oscar', 'office'],
  ['olga', 'office', 'hugo', 'agent'],
];
const bySocket: readonly Row[] = [
  ['rosa', 'office', 'remy', 'office'],
  ['remy', 'office', 'rosa', 'office'],
  ['rosa', 'office', 'olga', 'office'],
  ['remy', 'office', 'bela', 'agent'],
];
const byHttp: readonly Row[] = [
  ['hana', 'office', 'rosa', 'office'],
  ['hana', 'office', 'anna', 'agent'],
];

/** Who writes to whom, and how hard. The same for the same seed. */
export function planWriters(chance: Chance): Writer[] {
  const writer = (company: CompanyName, means: Means, row: Row, most: number): Writer => {
    const [name, side, peer, peerSide] = row;
    const pause = chance.between(2, means === 'client' ? 25 : 15);
    return { company, name, side, peer, peerSide, means, atOnce: chance.between(1, most), pause };
  };
  return (['north', 'south'] as const).flatMap((company) => [
    ...byClient.map((row) => writer(company, 'client', row, 1)),
    ...bySocket.map((row) => writer(company, 'socket', row, 6)),
    ...byHttp.map((row) => writer(company, 'http', row, 3)),
  ]);
}

export const surfaceOf = (side: SeatKind): SignInSurface => (side === 'office' ? 'office' : 'console');

/** Lets every writer write until the stage is over; resolves when the last of them has its last answer. */
export async function keepWriting(stage: Stage, writers: readonly Writer[]): Promise<void> {
  await Promise.all(
    writers.flatMap((writer, place) =>
      Array.from({ length: writer.atOnce }, (_, hand) =>
        writeOn(stage, writer, stage.chance.fork(`writer ${place} ${hand}`)),
      ),
    ),
  );
}

async function writeOn(stage: Stage, writer: Writer, chance: Chance): Promise<void> {
  const { company, name, side } = writer;
  const surface = surfaceOf(side);
  const device =
    writer.means === 'client'
      ? stage.rich(company, name, surface).device
      : stage.raw(company, name, surface).device;
  const peer = stage.access.seatOf(company, writer.peer, writer.peerSide);
  const conversation = await stage.conversation(device, peer);
  while (!stage.isOver()) {
    const bytes = chance.next() < 0.02 ? chance.between(2000, 12_000) : chance.between(20, 400);
    const rich = side === 'agent' && chance.next() < 0.3;
    const outcome = await sayOnce(stage, writer, conversation, { bytes, rich });
    // A message that was refused or given up is followed by a breath, as nothing tells how long the reason lasts.
    await sleep(outcome ? chance.between(0, writer.pause) : 200);
    // What is measured meanwhile should not wait for everybody.
    if (stage.trouble.calm > 0) await sleep(chance.between(400, 1200));
  }
}

async function sayOnce(
  stage: Stage,
  { company, name, side, means }: Writer,
  conversation: ConversationId,
  form: { readonly bytes: number; readonly rich: boolean },
): Promise<boolean> {
  const { journal } = stage;
  const surface = surfaceOf(side);
  if (means === 'client')
    return (await sayByClient(journal, stage.rich(company, name, surface), conversation, form)) === 'stored';
  const raw = stage.raw(company, name, surface);
  const utterance = newUtterance(journal, raw.device, conversation, { ...form, means });
  const attempt = means === 'socket' ? viaSocket(raw) : viaHttp(journal, raw.device);
  const reply = await sayUntilAnswered(utterance, attempt, stage.isGivenUp);
  return reply !== null && 'ok' in reply;
}

/** Whoever writes with the client of the product has the timeline open, so that it is kept up to date all the time. */
export async function openTimelines(stage: Stage, writers: readonly Writer[]): Promise<void> {
  for (const { company, name, side, peer, peerSide } of writers.filter(({ means }) => means === 'client')) {
    const { client, device } = stage.rich(company, name, surfaceOf(side));
    const conversation = await stage.conversation(device, stage.access.seatOf(company, peer, peerSide));
    await client.openTimeline(conversation);
  }
}
