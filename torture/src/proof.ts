import { createChance } from './chance.ts';
import type { OpenGround } from './ground/open-ground.ts';
import { sleep } from './ground/patience.ts';
import { judgeMessages } from './oracle/judge-messages.ts';
import { loadTruth } from './oracle/truth.ts';
import { openStage } from './stage.ts';
import { keepWriting, planWriters } from './workload.ts';

const mostKills = 10;

/**
 * The harness must be able to fail. On a database that acknowledges before the disk has it, which is killed under
 * load, the oracle has to find messages that are lost. Returns how many it found.
 */
export async function proveLoss(
  ground: OpenGround,
  seed: number,
  say: (text: string) => void,
): Promise<number> {
  const stage = await openStage(ground);
  const { journal, database } = ground;
  try {
    const writing = keepWriting(stage, planWriters(createChance(seed).fork('writers')));
    let lost = 0;
    for (let kills = 1; kills <= mostKills && lost === 0; kills += 1) {
      await sleep(3000);
      await database.kill('kill-all');
      // Only what was acknowledged before the death can have been lost by it.
      const acknowledged = journal.sent.filter(({ stored }) => stored !== null);
      await database.start();
      const { extra } = judgeMessages(acknowledged, await loadTruth(database));
      lost = extra.lost;
      say(`kill ${kills}: ${lost} of ${acknowledged.length} acknowledged messages are lost`);
    }
    stage.end();
    await Promise.race([writing, sleep(60_000)]);
    return lost;
  } finally {
    stage.close();
  }
}
