import type { ScenarioName } from './options.ts';
import { openEjabberd } from './peers/ejabberd.ts';
import { openProsody } from './peers/prosody.ts';
import type { Plan } from './plan.ts';
import { readCommit, readMachine, readPackageVersion } from './results/machine.ts';
import type { Results } from './results/results.ts';
import { measureAlone } from './scenarios/alone.ts';
import { measureConnections } from './scenarios/connections.ts';
import { measureHistory } from './scenarios/history.ts';
import { measureList } from './scenarios/list.ts';
import type { MessageFigures } from './scenarios/measure-messages.ts';
import { measureEach, measureTielineMessages } from './scenarios/messages.ts';
import { measureLogIns, measurePresence } from './scenarios/shift.ts';
import { measureSmallServer } from './scenarios/small-server.ts';
import { measureStarts } from './scenarios/start.ts';
import { type Postgres, startPostgres } from './tieline/database.ts';

interface Run {
  readonly command: string;
  readonly quick: boolean;
  readonly peers: boolean;
}

/** Runs what is planned, one after the other, all on one PostgreSQL. */
export async function runPlan(plan: Plan, run: Run): Promise<Results> {
  const began = performance.now();
  const postgres = await startPostgres();
  const when = async <Figures>(
    name: ScenarioName,
    measure: () => Promise<Figures>,
  ): Promise<Figures | null> => {
    if (!plan.scenarios.includes(name)) return null;
    say(`${((performance.now() - began) / 1000).toFixed(0)} s: ${name}`);
    return measure();
  };
  try {
    const { command, quick } = run;
    const date = new Date().toISOString().slice(0, 10);
    const messages = (await when('messages', () => measureAllMessages(postgres, plan, run.peers))) ?? [];
    return {
      ...{ date, command, quick, messages, machine: readMachine() },
      versions: await readVersions(postgres, run.peers),
      alone: await when('alone', () => measureAlone(postgres, plan.alone)),
      connections: await when('connections', () => measureConnections(postgres, plan.connections)),
      smallServer: await when('small-server', () => measureSmallServer(plan.smallServer)),
      logIns: await when('log-ins', () => measureLogIns(postgres, plan.logIns)),
      presence: await when('presence', () => measurePresence(postgres, plan.presence)),
      history: await when('history', () => measureHistory(postgres, plan.history)),
      list: await when('list', () => measureList(postgres, plan.list)),
      start: await when('start', () => measureStarts(postgres, plan.starts)),
    };
  } finally {
    await postgres.close();
  }
}

/** One system of the peers at a time, each ended before the next one starts. */
async function measureAllMessages(
  postgres: Postgres,
  { messages: plan }: Plan,
  withPeers: boolean,
): Promise<MessageFigures[]> {
  const figures = await measureTielineMessages(postgres, plan, sayMessages);
  const peers = [() => openEjabberd(postgres, plan.pairs), () => openProsody(plan.pairs)];
  for (const openPeer of withPeers ? peers : []) {
    const peer = await openPeer();
    try {
      figures.push(...(await measureEach([peer], plan, sayMessages)));
    } finally {
      await peer.close();
    }
  }
  return figures.toSorted((a, b) => a.inFlight - b.inFlight);
}

async function readVersions(postgres: Postgres, peers: boolean): Promise<Record<string, string>> {
  return {
    Tieline: readCommit(),
    'Node.js': process.versions.node,
    PostgreSQL: await postgres.version(),
    ...(peers && { ejabberd: readPackageVersion('ejabberd'), Prosody: readPackageVersion('prosody') }),
  };
}

function sayMessages({ system, inFlight, median, retries, overtakings }: MessageFigures): void {
  const rate = `${median.perSecond.toFixed(0)} messages/s, p99 ${median.p99.toFixed(1)} ms`;
  const oddities = [retries > 0 && `${retries} repeated`, overtakings > 0 && `${overtakings} overtaken`];
  const others = `others took ${(median.cpu['others'] ?? 0).toFixed(0)} % of a core`;
  say(`   ${[`${system}, ${inFlight} in flight: ${rate}`, others, ...oddities.filter(Boolean)].join(', ')}`);
}

/** Progress goes beside the results, which may be piped somewhere. */
function say(text: string): void {
  console.error(text);
}
