import { parseArgs } from 'node:util';
import { type FaultKind, faultKinds } from './plan.ts';

export interface Wish {
  readonly seed: number;
  readonly minutes: number;
  readonly only: readonly FaultKind[];
  /** Shows that the harness can fail: a database that acknowledges too early, killed under load. */
  readonly proof: boolean;
  /** Where the report goes as JSON as well. */
  readonly json: string | null;
  /** A server that is built; null: the one of these sources, built if need be. */
  readonly server: string | null;
}

export const usage = `npm run torture -- [--seed N] [--minutes M] [--only kinds] [--proof] [--json FILE] [--server FILE]
kinds, with commas between them: ${Object.keys(faultKinds).join(', ')}`;

const all = Object.keys(faultKinds) as FaultKind[];

/** Throws an Error with one sentence where the arguments make no sense. */
export function readArguments(args: readonly string[]): Wish {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      minutes: { type: 'string', default: '1' },
      only: { type: 'string', default: all.join(',') },
      proof: { type: 'boolean', default: false },
      json: { type: 'string' },
      server: { type: 'string' },
    },
  });
  const seed = Number(values.seed);
  const minutes = Number(values.minutes);
  const only = values.only.split(',').map((word) => word.trim());
  const unknown = only.filter((word) => !all.some((kind) => kind === word));
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error('--seed must be a whole number from 0 on.');
  if (!(minutes > 0 && minutes <= 240)) throw new Error('--minutes must be above 0, and 240 at most.');
  if (unknown.length > 0) throw new Error(`--only knows no ${unknown.join(', ')}.`);
  const kinds = all.filter((kind) => only.includes(kind));
  return {
    seed,
    minutes,
    only: kinds,
    proof: values.proof,
    json: values.json ?? null,
    server: values.server ?? null,
  };
}
