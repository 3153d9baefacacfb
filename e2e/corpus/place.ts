import type { Ground } from './ground.ts';

/** What became of the strings at one place. */
export interface Outcome {
  /** How many a browser has shown. */
  readonly rendered: number;
  /** Those that the server did not take, as it must say with one of its codes. */
  readonly refused: number;
}

/** Somewhere that a text of a person is shown. */
export interface Place {
  readonly name: string;
  /** Brings the strings there, shows each of them in the browser, and compares the letters where they are kept. */
  show(ground: Ground, strings: readonly string[]): Promise<Outcome>;
}
