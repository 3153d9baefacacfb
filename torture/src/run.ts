import type { CompanyName } from './access.ts';
import { createChance } from './chance.ts';
import { RawClient } from './clients/raw-client.ts';
import { whenQuiet } from './collect.ts';
import { startWatching } from './faults/half-open.ts';
import type { OpenGround } from './ground/open-ground.ts';
import { sleep } from './ground/patience.ts';
import { judge } from './judge.ts';
import type { Plan } from './plan.ts';
import { makeReport, type Report } from './report.ts';
import { inject } from './schedule.ts';
import { openStage, type Stage } from './stage.ts';
import { keepWriting, openTimelines, planWriters } from './workload.ts';

/** How much longer than planned a run may last, where the faults take their time. */
const stretch = 1.6;

/** Plays the plan on the ground, lets everything come to rest, and judges. */
export async function runPlan(ground: OpenGround, plan: Plan, say: (text: string) => void): Promise<Report> {
  const stage = await openStage(ground);
  try {
    const writers = planWriters(createChance(plan.seed).fork('writers'));
    const tabs = await openSecondTabs(stage);
    startWatching(stage);
    await openTimelines(stage, writers);
    const writing = keepWriting(stage, writers);
    say(`${stage.richClients.length} clients of the product and ${writers.length} writers are at work`);
    const faults = inject(stage, plan, tabs, say);
    const planned = sleep(plan.minutes * 60_000);
    await Promise.race([Promise.all([planned, faults]), sleep(plan.minutes * 60_000 * stretch)]);
    stage.end();
    const injected = await faults;
    await rest(stage, writing);
    say(`${stage.journal.acknowledged()} messages were acknowledged; judging`);
    for (const tab of tabs.values()) tab.close();
    return makeReport(stage, plan, injected, await judge(stage));
  } finally {
    stage.close();
  }
}

async function openSecondTabs(stage: Stage): Promise<Map<CompanyName, RawClient>> {
  const tabs = new Map<CompanyName, RawClient>();
  for (const company of ['north', 'south'] as const) {
    const device = await stage.signIn(company, 'tess', 'office');
    tabs.set(company, new RawClient(stage.journal, device));
  }
  return tabs;
}

/** Everybody gets the last answer, and comes online. */
async function rest(stage: Stage, writing: Promise<void>): Promise<void> {
  const written = await Promise.race([writing.then(() => true), sleep(90_000).then(() => false)]);
  if (!written) stage.journal.find('not recovered', 'writers still wait for an answer');
  if (!(await whenQuiet(stage)))
    stage.journal.find('not recovered', `not at rest: ${stateOf(stage) || 'messages still wait'}`);
}

/** Who is not online, with the state of the line. */
function stateOf({ richClients, rawClients }: Stage): string {
  const rich = richClients.flatMap(({ client, device }) => {
    const { connection } = client.getState();
    return connection.state === 'online' ? [] : [`${device.name}: ${JSON.stringify(connection)}`];
  });
  const raw = rawClients().flatMap(({ device, isOnline, isSignedOut }) =>
    isOnline() ? [] : [`${device.name}: ${isSignedOut() ? 'signed out' : 'offline'}`],
  );
  return [...rich, ...raw].join(', ');
}
