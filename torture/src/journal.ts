import type { ClientId, ConversationId, SeatId, Stored, WireError } from '@tieline/protocol';
import { now } from './ground/patience.ts';

/** How a message goes out: by the client with its outbox, by a bare socket, by HTTP. */
export type Means = 'client' | 'socket' | 'http';

/** One message as its sender knows it. The number stands in its text. Times are of `now()`. */
export interface Sent {
  readonly number: number;
  readonly seat: SeatId;
  readonly conversation: ConversationId;
  readonly means: Means;
  clientId: ClientId | null;
  readonly began: number;
  /** Requests that left, and those that were turned down for good. All others may have stored it. */
  attempts: number;
  refusals: number;
  /** The code of the last answer that was no yes. */
  code: string | null;
  stored: {
    readonly at: number;
    readonly interaction: number | null;
    readonly seq: number;
    readonly text: string;
  } | null;
}

/** A message that somebody was shown; `by`: pushed, or asked for. */
export interface Heard {
  readonly conversation: ConversationId;
  /** With which its places begin; null: with the conversation. */
  readonly interaction: number | null;
  readonly seq: number;
  readonly number: number;
  readonly at: number;
  readonly by: 'event' | 'answer' | 'resume' | 'history';
}

/** Who listens: a device of a seat. */
export interface Listener {
  readonly seat: SeatId;
  readonly session: string;
  readonly surface: 'office' | 'console';
}

/** Everything that one socket, or one reader by HTTP, was shown. */
export interface Hearing extends Listener {
  readonly heard: Heard[];
  /** Frames after `session-ended`; there must be none. */
  afterEnd: number;
  endedAt: number | null;
  closeCode: number | null;
}

/** What goes against the promise. */
export interface Finding {
  readonly verdict:
    | 'lost'
    | 'doubled'
    | 'unexpected'
    | 'out of order'
    | 'gap'
    | 'wrong eyes'
    | 'false acknowledgement'
    | 'answers differ'
    | 'refused without reason'
    | 'presence'
    | 'client differs'
    | 'not recovered'
    | 'memory';
  readonly text: string;
}

/** The log of a run: what the clients did and heard, and what the faults saw for themselves. */
export interface Journal {
  readonly sent: readonly Sent[];
  readonly hearings: readonly Hearing[];
  readonly findings: readonly Finding[];
  begin(seat: SeatId, conversation: ConversationId, means: Means, clientId?: ClientId): Sent;
  byNumber(number: number): Sent | undefined;
  stored(sent: Sent, answer: Stored): void;
  turnedDown(sent: Sent, error: WireError): void;
  listen(listener: Listener): Hearing;
  find(verdict: Finding['verdict'], text: string): void;
  /** Messages stored since the start. */
  acknowledged(): number;
  /** Every code with which something was turned down, and how often. */
  readonly codes: ReadonlyMap<string, number>;
  /** Resolves with the moment at which a message that began after `since` was acknowledged. */
  firstStored(since: number): number | null;
}

/** Marks the text of message `number`, so that it is known wherever it turns up. */
export const markOf = (number: number): string => `#${number}#`;

/** The number in a text or in HTML; 0 where there is none. */
export const numberIn = (text: string): number => Number(/#(\d+)#/.exec(text)?.[1] ?? 0);

export function createJournal(): Journal {
  const sent: Sent[] = [];
  const hearings: Hearing[] = [];
  const findings: Finding[] = [];
  const codes = new Map<string, number>();
  let acknowledged = 0;
  let newest: { readonly began: number; readonly at: number } = { began: -1, at: -1 };

  return {
    sent,
    hearings,
    findings,
    codes,
    begin: (seat, conversation, means, clientId) => {
      const fate = { attempts: 0, refusals: 0, code: null, stored: null };
      const one = { number: sent.length + 1, seat, conversation, means, clientId: clientId ?? null };
      const begun: Sent = { ...one, ...fate, began: now() };
      sent.push(begun);
      return begun;
    },
    byNumber: (number) => sent[number - 1],
    stored: (one, answer) => {
      const text = JSON.stringify(answer);
      if (one.stored !== null) {
        if (one.stored.text !== text)
          findings.push({ verdict: 'answers differ', text: `${one.number}: ${one.stored.text} ${text}` });
        return;
      }
      const { interaction, message } = answer;
      one.stored = { at: now(), interaction, seq: message.seq, text };
      acknowledged += 1;
      if (one.began > newest.began) newest = { began: one.began, at: one.stored.at };
    },
    turnedDown: (one, error) => {
      one.code = error.refusal === undefined ? error.code : `${error.refusal.rule} ${error.refusal.code}`;
      codes.set(one.code, (codes.get(one.code) ?? 0) + 1);
      if (!error.retry) one.refusals += 1;
    },
    listen: ({ seat, session, surface }) => {
      const who = { seat, session, surface };
      const hearing: Hearing = { ...who, heard: [], afterEnd: 0, endedAt: null, closeCode: null };
      hearings.push(hearing);
      return hearing;
    },
    find: (verdict, text) => void findings.push({ verdict, text }),
    acknowledged: () => acknowledged,
    firstStored: (since) => (newest.began >= since ? newest.at : null),
  };
}
