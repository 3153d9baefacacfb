import type { Finding, Heard, Hearing, Sent } from '../journal.ts';
import type { Judgement } from './judge-messages.ts';
import type { Removal } from './removals.ts';
import { type Conversation, nameOf, namesOf, type Row, type Seat, type Truth } from './truth.ts';

/** Everything that was shown, against who was allowed to see it and in which order it may come. */
export function judgeHearings(
  sent: readonly Sent[],
  hearings: readonly Hearing[],
  removals: readonly Removal[],
  truth: Truth,
): Judgement<{ readonly shown: number }> {
  const findings: Finding[] = [];
  const rows = new Map(truth.rows.flatMap((row) => namesOf(row).map((name) => [name, row])));
  let shown = 0;
  for (const hearing of hearings) {
    shown += hearing.heard.length;
    if (hearing.afterEnd > 0)
      findings.push({ verdict: 'wrong eyes', text: `${hearing.afterEnd} frames after the end of a session` });
    findings.push(...judgeSequence(hearing));
    const own = removals.filter(
      ({ deafSeats, deafSessions }) =>
        deafSeats.includes(hearing.seat) || deafSessions.includes(hearing.session),
    );
    for (const heard of hearing.heard) {
      const wrong =
        wrongReader(hearing, heard, rows.get(nameOf(heard)), truth) ??
        wrongTime(heard, sent[heard.number - 1], own);
      if (wrong !== null)
        findings.push({ verdict: 'wrong eyes', text: `${placeOf(hearing, heard)}: ${wrong}` });
    }
  }
  return { findings: [...findings, ...judgeClosed(sent, removals, truth)], extra: { shown } };
}

/** DEL-7: on one socket a conversation only goes forward. What was missed is fetched, never pushed late. */
function judgeSequence(hearing: Hearing): Finding[] {
  const last = new Map<string, Heard>();
  const told = new Set<string>();
  const findings: Finding[] = [];
  for (const heard of hearing.heard.filter(({ by }) => by === 'event')) {
    const before = last.get(heard.conversation);
    const place = nameOf(heard);
    const text = `${placeOf(hearing, heard)} came after ${before === undefined ? 'none' : nameOf(before)}`;
    const isBack = before !== undefined && isBefore(heard, before);
    if (told.has(place)) findings.push({ verdict: 'doubled', text });
    else if (isBack) findings.push({ verdict: 'out of order', text });
    told.add(place);
    if (!isBack) last.set(heard.conversation, heard);
  }
  return findings;
}

function isBefore(one: Heard, other: Heard): boolean {
  const interactions = (one.interaction ?? 0) - (other.interaction ?? 0);
  return interactions < 0 || (interactions === 0 && one.seq < other.seq);
}

/** SEAT-2, HIST-6, DEL-4: the members, and the office seat of an agent who takes part; missed ones not to the agent. */
function wrongReader(hearing: Hearing, heard: Heard, row: Row | undefined, truth: Truth): string | null {
  const conversation = truth.conversations.get(heard.conversation);
  if (conversation === undefined) return 'there is no such conversation';
  if (row === undefined) return 'there is no such message';
  if (row.number !== heard.number) return `it was shown as ${heard.number} and is ${row.number}`;
  if (!readersOf(conversation, truth.seats).includes(hearing.seat))
    return 'none of the reader’s conversations';
  if (row.missed && heard.by === 'event' && hearing.surface === 'console')
    return 'missed, and told in the console';
  return null;
}

function readersOf(conversation: Conversation, seats: ReadonlyMap<string, Seat>): readonly string[] {
  return conversation.seats.flatMap((id) => [id, seats.get(id)?.officeSeat ?? []].flat());
}

/** What began after the removal was answered, and before the access was given back. */
function wrongTime(heard: Heard, one: Sent | undefined, removals: readonly Removal[]): string | null {
  const removal = removals.find(
    ({ from, until }) => one !== undefined && one.began > from && one.began < until && heard.at < until,
  );
  return removal === undefined ? null : `it began after the access was taken (${removal.what})`;
}

/** START: a rule that no longer holds stops the next message. */
function judgeClosed(sent: readonly Sent[], removals: readonly Removal[], { rows }: Truth): Finding[] {
  const closed = removals.filter((removal) => removal.closed.length > 0);
  if (closed.length === 0) return [];
  return rows.flatMap((row) => {
    const one = sent[row.number - 1];
    const removal = closed.find(
      (each) =>
        each.closed.includes(row.conversation) &&
        one !== undefined &&
        one.began > each.from &&
        one.began < each.until,
    );
    if (removal === undefined) return [];
    // Begun while the access was gone and still tried when it was back: what counts is when it was acknowledged.
    if (one?.stored === null || (one?.stored?.at ?? 0) > removal.until) return [];
    return [
      { verdict: 'wrong eyes', text: `message ${row.number} was stored after ${removal.what}` } as const,
    ];
  });
}

const placeOf = (hearing: Hearing, heard: Heard): string =>
  `${hearing.surface} ${hearing.seat} ${heard.by} ${nameOf(heard)}`;
