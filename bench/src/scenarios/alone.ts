import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadOffer } from '../main-load.ts';
import { type Spread, spreadOf } from '../measure/percentiles.ts';
import { type Program, startProgram } from '../programs/program.ts';
import { openBareRelay } from '../systems/relays.ts';
import type { System } from '../systems/system.ts';
import { openTieline } from '../systems/tieline.ts';
import type { Postgres } from '../tieline/database.ts';

export interface AlonePlan {
  readonly messages: number;
  readonly pauseMs: number;
}

/** One message at a time on an idle machine, in milliseconds. */
export interface AloneFigures {
  readonly tieline: Spread;
  readonly bareRelay: Spread;
  /** One row, committed on the PostgreSQL that Tieline uses. */
  readonly commit: Spread;
  /** The median message over the sum of the median commit and the median relayed message. */
  readonly ratio: number;
}

/** So many of each in turn: what disturbs the machine for a while disturbs all three. */
const block = 5;

export async function measureAlone(postgres: Postgres, plan: AlonePlan): Promise<AloneFigures> {
  const databaseUrl = await postgres.createDatabase();
  const closers: (() => Promise<void>)[] = [() => postgres.dropDatabase(databaseUrl)];
  try {
    const connect = async (system: System): Promise<Program<LoadOffer>> => {
      const load = await startProgram<LoadOffer>('load');
      closers.push(system.close, load.close);
      await load.call('connect', system.job);
      return load;
    };
    const tieline = await connect(await openTieline(postgres, 1));
    const relay = await connect(await openBareRelay(1));
    const commits = await openCommits(databaseUrl);
    closers.push(commits.close);
    const turn = { count: block, pauseMs: plan.pauseMs };
    const waits = { tieline: [] as number[], relay: [] as number[], commit: [] as number[] };
    for (let done = -block; done < plan.messages; done += block) {
      const measured = {
        tieline: await tieline.call('alone', turn),
        relay: await relay.call('alone', turn),
        commit: await commits.alone(turn),
      };
      // The first block warms up.
      if (done < 0) continue;
      for (const name of ['tieline', 'relay', 'commit'] as const) waits[name].push(...measured[name]);
    }
    return figuresOf(spreadOf(waits.tieline), spreadOf(waits.relay), spreadOf(waits.commit));
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

function figuresOf(tieline: Spread, bareRelay: Spread, commit: Spread): AloneFigures {
  return { tieline, bareRelay, commit, ratio: tieline.p50 / (commit.p50 + bareRelay.p50) };
}

async function openCommits(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'create table alone (id bigint generated always as identity primary key, text text not null)',
  );
  const insert = { name: 'insert', text: 'insert into alone (text) values ($1)', values: ['x'.repeat(64)] };
  return {
    alone: async ({ count, pauseMs }: { count: number; pauseMs: number }): Promise<number[]> => {
      const waits: number[] = [];
      for (let sent = 0; sent < count; sent += 1) {
        const began = performance.now();
        await client.query(insert);
        waits.push(performance.now() - began);
        await sleep(pauseMs);
      }
      return waits;
    },
    close: () => client.end(),
  };
}
