import type { ConversationId, SeatId, SignInSurface } from '@tieline/protocol';
import { grouped } from './grouped.ts';
import type { Finding } from '../journal.ts';
import type { Judgement } from './judge-messages.ts';
import type { Conversation, Row, Truth } from './truth.ts';

/** What a client shows of one conversation after it has loaded all it can. */
export interface ShownTimeline {
  readonly reader: SeatId;
  readonly name: string;
  readonly surface: SignInSurface;
  readonly conversation: ConversationId;
  readonly messages: readonly { readonly seq: number; readonly number: number }[];
  /** Messages of the reader that still wait. */
  readonly waiting: number;
}

/** HIST-4: so many messages of an expert chat the console shows in release 9.9. */
const consoleWindow = 30;

/** DEL-7, HIST: what a client shows is what the database has, as far back as its reader may see. */
export function judgeTimelines(timelines: readonly ShownTimeline[], truth: Truth): Judgement {
  const byConversation = grouped(truth.rows, ({ conversation }) => conversation);
  const findings = timelines.flatMap((timeline): Finding[] => {
    const conversation = truth.conversations.get(timeline.conversation);
    const rows = byConversation.get(timeline.conversation) ?? [];
    const problem =
      conversation === undefined ? 'no such conversation' : compare(timeline, conversation, rows);
    if (problem === null) return [];
    return [{ verdict: 'client differs', text: `${timeline.name} in ${timeline.conversation}: ${problem}` }];
  });
  return { findings, extra: {} };
}

function compare(timeline: ShownTimeline, conversation: Conversation, rows: readonly Row[]): string | null {
  if (timeline.waiting > 0) return `${timeline.waiting} messages still wait`;
  const { messages } = timeline;
  const expected = expectedRows(timeline, conversation, rows);
  // What a client has heard live it keeps, also beyond the window of its release: then it shows more, never less.
  const most = isWindowed(timeline, conversation) ? rows : expected;
  if (messages.length < expected.length || messages.length > most.length)
    return `${messages.length} messages are shown, ${expected.length} belong there`;
  const tail = rows.slice(rows.length - messages.length);
  const placeOf = (row: Row | undefined) => (isCountedAnew(timeline, conversation) ? row?.seqIn : row?.seq);
  const wrong = messages.findIndex(
    ({ seq, number }, place) => seq !== placeOf(tail[place]) || number !== tail[place]?.number,
  );
  return wrong < 0 ? null : `${messages[wrong]?.seq} is shown where ${placeOf(tail[wrong])} belongs`;
}

function isWindowed({ surface }: ShownTimeline, { kind, release }: Conversation): boolean {
  return surface === 'console' && kind === 'expert' && release === '9.9';
}

/** HIST-5: the numbers of each interaction begin anew for its participants. */
function isCountedAnew({ reader }: ShownTimeline, { kind, seats }: Conversation): boolean {
  return kind === 'agent' && seats.includes(reader);
}

/** HIST-5: of an agent chat the console shows the running interaction; HIST-6: the archive shows all. */
function expectedRows(
  timeline: ShownTimeline,
  conversation: Conversation,
  rows: readonly Row[],
): readonly Row[] {
  if (isWindowed(timeline, conversation)) return rows.slice(-consoleWindow);
  if (!isCountedAnew(timeline, conversation)) return rows;
  const { fromSeq } = conversation;
  return fromSeq === null ? [] : rows.filter(({ seq }) => seq >= fromSeq);
}
