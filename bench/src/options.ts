import { parseArgs } from 'node:util';

export const scenarioNames = [
  'messages',
  'alone',
  'connections',
  'small-server',
  'log-ins',
  'presence',
  'history',
  'list',
  'start',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export interface Options {
  readonly quick: boolean;
  readonly peers: boolean;
  /** Null: what the plan has. */
  readonly only: readonly ScenarioName[] | null;
  readonly rounds: number | null;
  readonly json: string | null;
  readonly writeResults: boolean;
}

export const usage = `npm run bench -- [options]
  --quick          a look in less than a minute: shorter and smaller, not to be quoted
  --peers          ejabberd and Prosody as well, installed by apt-get where they are not
  --only a,b       of ${scenarioNames.join(', ')}
  --rounds N       timed rounds of messages (3)
  --json FILE      everything that was measured, round by round
  --write-results  bench/RESULTS.md and bench/results.svg`;

/** @throws Error with a sentence for the terminal. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'string' },
      'write-results': { type: 'boolean', default: false },
    },
  });
  return {
    quick: values.quick,
    peers: values.peers,
    only: values.only === undefined ? null : values.only.split(',').map(scenarioOf),
    rounds: values.rounds === undefined ? null : roundsOf(values.rounds),
    json: values.json ?? null,
    writeResults: values['write-results'],
  };
}

function scenarioOf(text: string): ScenarioName {
  const name = scenarioNames.find((known) => known === text.trim());
  if (name === undefined) throw new Error(`"${text}" is none of ${scenarioNames.join(', ')}`);
  return name;
}

function roundsOf(text: string): number {
  const rounds = Number(text);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100)
    throw new Error('--rounds takes a number from 1 to 100');
  return rounds;
}
