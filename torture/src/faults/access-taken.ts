import { now, sleep, waitUntil } from '../ground/patience.ts';
import { note } from '../stage.ts';
import type { Inject } from './fault.ts';
import { flow, replay } from './streams.ts';
import { takings, type Way } from './takings.ts';

/** Generous: the server compares what it has with the database every few seconds, and the database may stand still. */
const patience = 60_000;

/**
 * Row 14. While others write to somebody, and while that somebody asks for everything again and again, the access is
 * taken away. What begins after the answer of the removal must not reach the one who lost it, by any way; the oracle
 * looks at all that was shown. Then the access is given back.
 */
export const takeAccess: Inject = async (stage, { number, way }) => {
  const company = number % 2 === 0 ? 'north' : 'south';
  const taking = await takings[way as Way](stage, company);
  let stopped = false;
  const isOver = (): boolean => stopped || stage.isGivenUp();
  const streams = [
    ...taking.speakers.map(({ raw, conversation }) => flow(stage, raw, conversation, isOver)),
    ...taking.losers.map((raw) => replay(stage, raw, taking.conversations, isOver)),
  ];
  await sleep(500);
  await taking.take();
  const from = now();
  const everybodyOut = (): boolean => taking.losers.every((raw) => raw.isSignedOut());
  if (taking.signsOut && !(await waitUntil(everybodyOut, patience)))
    stage.journal.find('wrong eyes', `${company} ${way}: the line was still open after ${patience} ms`);
  await sleep(800);
  const { deafSeats, deafSessions, closed } = taking;
  stage.removals.push({ what: `${company} ${way}`, from, until: now(), deafSeats, deafSessions, closed });
  await taking.giveBack();
  stopped = true;
  await Promise.all(streams);
  note(stage, `access taken: ${way}`);
};
