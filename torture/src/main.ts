import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { readArguments, usage, type Wish } from './arguments.ts';
import { canTurnClocks } from './ground/clock.ts';
import { type OpenGround, openGround } from './ground/open-ground.ts';
import { planFaults } from './plan.ts';
import { proveLoss } from './proof.ts';
import { printReport } from './report.ts';
import { runPlan } from './run.ts';

const say = (text: string): void => console.log(text);

async function proof(ground: OpenGround, { seed }: Wish): Promise<number> {
  const lost = await proveLoss(ground, seed, say);
  say(lost > 0 ? 'The oracle sees a loss.' : 'The oracle saw NO loss, although there should have been one.');
  return lost > 0 ? 0 : 1;
}

async function torture(ground: OpenGround, wish: Wish): Promise<number> {
  const kinds = wish.only.filter((kind) => kind !== 'clock' || canTurnClocks);
  if (kinds.length < wish.only.length) say('Clocks are left alone: apt-get install faketime');
  const plan = planFaults(wish.seed, wish.minutes, kinds);
  say(`seed ${plan.seed}, plan ${plan.hash}: ${plan.faults.length} faults in ${plan.minutes} minutes`);
  const report = await runPlan(ground, plan, say);
  if (wish.json !== null) await writeFile(wish.json, `${JSON.stringify(report, null, 2)}\n`);
  say(printReport(report));
  return report.holds ? 0 : 1;
}

const builtServer = 'packages/server/dist/cli.js';

/** Builds what is not built, as `npm start` does. */
async function buildServer(): Promise<void> {
  const build = spawn(process.execPath, ['scripts/build.mjs', 'server'], { stdio: 'inherit' });
  const [code] = (await once(build, 'close')) as [number | null];
  if (code !== 0) throw new Error('The server could not be built (see above).');
}

async function main(): Promise<number> {
  const wish = readArguments(process.argv.slice(2));
  if (wish.server === null) await buildServer();
  const ground = await openGround({
    seed: wish.seed,
    server: wish.server ?? builtServer,
    synchronousCommit: wish.proof ? 'off' : 'on',
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= ground.close());
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => void close().then(() => process.exit(130)));
  }
  try {
    return await (wish.proof ? proof(ground, wish) : torture(ground, wish));
  } finally {
    await close();
  }
}

// Sockets and timers of clients that were left in mid-air would keep the process for a while.
main().then(
  (code) => process.exit(code),
  (fault: unknown) => {
    console.error(fault);
    console.error(usage);
    process.exit(1);
  },
);
