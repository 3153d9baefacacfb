import type { RouteName } from '@tieline/protocol';
import { createGate } from './gate.ts';
import type { Rest, RestInput } from './rest.ts';

/** Requests whose answers belong to the line that is up: one asked for on an earlier line is asked for again. */
export class LineRest {
  readonly #rest: Rest;
  readonly #gate = createGate();
  /** Counts the lines. */
  #line = 0;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  get isOpen(): boolean {
    return this.#gate.isOpen;
  }

  /** A new line is up. */
  open(): void {
    this.#line += 1;
    this.#gate.open();
  }

  /** The line is lost: requests wait for the next one. */
  shut(): void {
    this.#gate.shut();
  }

  /** Rejects every request until {@link open} or {@link shut} is called. */
  fail(fault: Error): void {
    this.#gate.fail(fault);
  }

  /** Resolves when a line is up. */
  opened(): Promise<void> {
    return this.#gate.passed();
  }

  /** Repeats a request whose line was lost: its answer may be older than what the resume brought. */
  async request<Name extends RouteName>(name: Name, input: RestInput<Name>) {
    for (;;) {
      await this.#gate.passed();
      const line = this.#line;
      const answer = await this.#rest(name, input);
      if (this.#gate.isOpen && line === this.#line) return answer;
    }
  }
}
