import type { Book } from './book.ts';

/** The way from one end of a conversation to the server. */
export interface Wire {
  /** Sends message `number` of this end; the same number again is the same message. */
  send(number: number): void;
}

/** One end of a conversation: what its wire tells it. */
export interface End {
  /** Message `number` of the other end has arrived; `place` is where the server put it (0: the wire tells none). */
  delivered(number: number, place: number): void;
  acknowledged(number: number): void;
  /** Message `number` was not taken: `retry` says that it may be sent again. */
  refused(number: number, retry: boolean, reason: string): void;
}

export interface Loop {
  /** Brings `inFlight` messages into the conversation, in turn from either end. Each delivery sends the next one. */
  begin(inFlight: number): void;
  /** One message alone: resolves when the other end has it. */
  once(): Promise<void>;
  /** No further messages. Resolves when nothing is under way any more. */
  drain(): Promise<void>;
  /** What is still missing, for people. */
  missing(): string[];
}

/** More than can be under way at once in a conversation. */
const ring = 4096;
const retryAfterMs = 50;

interface Side {
  sent: number;
  acknowledged: number;
  /** The highest number of the other side's messages that has arrived, and what is missing below it. */
  highest: number;
  readonly gaps: Set<number>;
  place: number;
  readonly sentAt: Float64Array;
  wire: Wire;
}

/**
 * A conversation of two clients in closed loop. Checks what arrives: each message once, in the order of the server's
 * places. Counted, as it is no broken promise: messages that arrive before one that was sent before them.
 */
export function createLoop(
  name: string,
  book: Book,
  connect: (end: 0 | 1, hears: End) => Wire,
  answers: 'acknowledges' | 'delivery only' = 'acknowledges',
): Loop {
  let isOpen = false;
  let whenIdle: (() => void) | null = null;
  let whenDelivered: (() => void) | null = null;
  const nowhere: Wire = { send: () => undefined };
  const sides = [newSide(nowhere), newSide(nowhere)] as const;

  function send(side: Side): void {
    side.sent += 1;
    side.sentAt[side.sent % ring] = performance.now();
    side.wire.send(side.sent);
  }

  function isIdle(): boolean {
    const [a, b] = sides;
    return isSettled(a, b) && isSettled(b, a);
  }

  function settle(): void {
    if (whenIdle && isIdle()) whenIdle();
  }

  function endOf(index: 0 | 1): End {
    const own = sides[index];
    const other = sides[index === 0 ? 1 : 0];
    return {
      delivered: (number, place) => {
        const at = performance.now();
        const fault = arrive(own, number, place);
        if (fault !== null) return book.fault(`${name}: message ${number} of end ${1 - index} ${fault}`);
        if (own.gaps.size > 0) book.overtook();
        if (answers === 'delivery only') other.acknowledged += 1;
        book.delivered(at - (other.sentAt[number % ring] ?? Number.NaN));
        if (isOpen) send(own);
        else settle();
        whenDelivered?.();
      },
      acknowledged: (number) => {
        own.acknowledged += 1;
        book.acknowledged(performance.now() - (own.sentAt[number % ring] ?? Number.NaN));
        if (!isOpen) settle();
      },
      refused: (number, retry, reason) => {
        if (!retry) return book.fault(`${name}: message ${number} of end ${index} was refused: ${reason}`);
        book.retried();
        setTimeout(() => own.wire.send(number), retryAfterMs);
      },
    };
  }

  for (const index of [0, 1] as const) sides[index].wire = connect(index, endOf(index));
  return {
    begin: (inFlight) => {
      isOpen = true;
      for (let count = 0; count < inFlight; count += 1) send(count % 2 === 0 ? sides[0] : sides[1]);
    },
    once: () =>
      new Promise((resolve) => {
        whenDelivered = resolve;
        send(sides[0]);
      }),
    drain: () =>
      new Promise((resolve) => {
        isOpen = false;
        whenIdle = resolve;
        settle();
      }),
    missing: () =>
      sides.flatMap((side, index) => describeMissing(name, index, side, sides[1 - index] ?? side)),
  };
}

function newSide(wire: Wire): Side {
  const sentAt = new Float64Array(ring);
  return { sent: 0, acknowledged: 0, highest: 0, gaps: new Set(), place: 0, sentAt, wire };
}

/** Notes the arrival of a message. Returns what is wrong with it. */
function arrive(side: Side, number: number, place: number): string | null {
  if (place !== 0 && place <= side.place) return `stands at ${place}, after ${side.place}`;
  if (place !== 0) side.place = place;
  if (number === side.highest + 1) {
    side.highest = number;
    return null;
  }
  if (number <= side.highest) return side.gaps.delete(number) ? null : 'came twice';
  for (let gap = side.highest + 1; gap < number; gap += 1) side.gaps.add(gap);
  side.highest = number;
  return null;
}

/** Whether everything that `from` sent is acknowledged and has reached `to`. */
function isSettled(from: Side, to: Side): boolean {
  return from.acknowledged === from.sent && to.highest === from.sent && to.gaps.size === 0;
}

function describeMissing(name: string, index: number, from: Side, to: Side): string[] {
  if (isSettled(from, to)) return [];
  const arrived = to.highest - to.gaps.size;
  return [
    `${name}, end ${index}: ${from.sent} sent, ${from.acknowledged} acknowledged, ${arrived} delivered`,
  ];
}
