/**
 * Hints between the parts of one node, or between nodes. A hint that is lost costs time, never a message:
 * whoever missed it finds out by sequence numbers or at the next poll.
 */
export interface Bus {
  publish<Payload>(subject: Subject<Payload>, payload: Payload): void;
  /** Returns the way to stop. */
  subscribe<Payload>(subject: Subject<Payload>, listener: (payload: Payload) => void): () => void;
}

/** A name that carries the type of what is published under it. Payloads are plain JSON. */
export type Subject<Payload> = string & { readonly payload?: Payload };
