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
export class ClosedLoop {
  readonly #name: string;
  readonly #book: Book;
  readonly #isAcknowledged: boolean;
  readonly #sides = [newSide(), newSide()] as const;
  #isOpen = false;
  #whenIdle: (() => void) | null = null;
  #whenDelivered: (() => void) | null = null;

  constructor(
    name: string,
    book: Book,
    connect: (end: 0 | 1, hears: End) => Wire,
    answers: 'acknowledges' | 'delivery only' = 'acknowledges',
  ) {
    this.#name = name;
    this.#book = book;
    this.#isAcknowledged = answers === 'acknowledges';
    for (const index of [0, 1] as const) this.#sides[index].wire = connect(index, this.#endOf(index));
  }

  /** Brings `inFlight` messages into the conversation, in turn from either end. Each delivery sends the next one. */
  begin(inFlight: number): void {
    this.#isOpen = true;
    for (let count = 0; count < inFlight; count += 1) send(this.#sides[count % 2 === 0 ? 0 : 1]);
  }

  /** One message alone: resolves when the other end has it. */
  once(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenDelivered = resolve;
      send(this.#sides[0]);
    });
  }

  /** No further messages. Resolves when nothing is under way any more. */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#isOpen = false;
      this.#whenIdle = resolve;
      this.#settle();
    });
  }

  /** What is still missing, for people. */
  missing(): string[] {
    const [a, b] = this.#sides;
    return [...describeMissing(this.#name, 0, a, b), ...describeMissing(this.#name, 1, b, a)];
  }

  #settle(): void {
    const [a, b] = this.#sides;
    if (this.#whenIdle && isSettled(a, b) && isSettled(b, a)) this.#whenIdle();
  }

  #endOf(index: 0 | 1): End {
    const own = this.#sides[index];
    return {
      delivered: (number, place) => this.#onDelivered(index, number, place),
      acknowledged: (number) => {
        own.acknowledged += 1;
        this.#book.acknowledged(performance.now() - (own.sentAt[number % ring] ?? Number.NaN));
        if (!this.#isOpen) this.#settle();
      },
      refused: (number, retry, reason) => {
        if (!retry)
          return this.#book.fault(`${this.#name}: message ${number} of end ${index} was refused: ${reason}`);
        this.#book.retried();
        setTimeout(() => own.wire.send(number), retryAfterMs);
      },
    };
  }

  #onDelivered(index: 0 | 1, number: number, place: number): void {
    const own = this.#sides[index];
    const other = this.#sides[index === 0 ? 1 : 0];
    const at = performance.now();
    const fault = arrive(own, number, place);
    if (fault !== null)
      return this.#book.fault(`${this.#name}: message ${number} of end ${1 - index} ${fault}`);
    if (own.gaps.size > 0) this.#book.overtook();
    if (!this.#isAcknowledged) other.acknowledged += 1;
    this.#book.delivered(at - (other.sentAt[number % ring] ?? Number.NaN));
    if (this.#isOpen) send(own);
    else this.#settle();
    this.#whenDelivered?.();
  }
}

const nowhere: Wire = { send: () => undefined };

function send(side: Side): void {
  side.sent += 1;
  side.sentAt[side.sent % ring] = performance.now();
  side.wire.send(side.sent);
}

function newSide(): Side {
  const sentAt = new Float64Array(ring);
  return { sent: 0, acknowledged: 0, highest: 0, gaps: new Set(), place: 0, sentAt, wire: nowhere };
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
