import type { ReplyFrame } from '@tieline/protocol';
import type { CompanyName } from '../access.ts';
import type { RawClient } from '../clients/raw-client.ts';
import { type Attempt, newUtterance, sayWhenThere, viaHttp, viaSocket } from '../clients/say.ts';
import { sleep } from '../ground/patience.ts';
import type { Stage } from '../stage.ts';
import type { Inject } from './fault.ts';

/** The second tab of tess, for each company; it is opened when it is first needed. */
export type Tabs = ReadonlyMap<CompanyName, RawClient>;

/**
 * Row 9. One message of tess goes out by a double click, from a second tab and over HTTP at once, while her first lane
 * loses the answer in one way or another. The journal compares the answers; the oracle counts the rows.
 */
export const sendInManyWays =
  (tabs: Tabs): Inject =>
  async (stage, { number, way }) => {
    const company = number % 2 === 0 ? 'north' : 'south';
    const first = stage.raw(company, 'tess', 'office');
    const second = tabs.get(company);
    if (second === undefined) throw new Error('tess has one tab only');
    const peer = stage.access.seatOf(
      company,
      number % 4 < 2 ? 'olga' : 'anna',
      number % 4 < 2 ? 'office' : 'agent',
    );
    const conversation = await stage.conversation(first.device, peer);
    const form = { bytes: 80, rich: false, means: 'socket' } as const;
    const utterance = newUtterance(stage.journal, first.device, conversation, form);
    const say = (attempt: Attempt): Promise<ReplyFrame | null> =>
      sayWhenThere(utterance, attempt, stage.isGivenUp);
    const { lane } = first.device;

    if (way === 'cut') lane.set({ down: 'cut' });
    if (way === 'deaf') lane.set({ down: 'swallow' });
    if (way === 'late') lane.set({ delay: 300 });
    const clicks = [say(viaSocket(first)), say(viaSocket(first))];
    const others = [say(viaSocket(second)), say(viaHttp(stage.journal, second.device))];
    if (way !== 'at-once') {
      await sleep(400);
      lane.heal();
      lane.reset();
    }
    expectOneAnswer(stage, utterance.sent.number, await Promise.all([...clicks, ...others]));
  };

/** A no is none of tess's: she is signed in, and her peers stay. */
function expectOneAnswer(stage: Stage, number: number, replies: readonly (ReplyFrame | null)[]): void {
  const answered = replies.filter((reply) => reply !== null);
  const told = new Set(answered.map((reply) => JSON.stringify('ok' in reply ? reply.ok : reply.error)));
  if (told.size > 1) stage.journal.find('answers differ', `message ${number}: ${[...told].join(' | ')}`);
}
