import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bodyText } from '../../test/body-text.ts';
import { conversationOf, peer, range, seqsOf, textsOf } from '../../test/cast.ts';
import { type Fate, FakeServer, fault } from '../../test/fake-server.ts';
import { closeAll, onlineClient } from '../../test/session.ts';
import { expectEventually } from '../../test/expect-eventually.ts';
import type { TielineClient } from '../types.ts';

const chat = conversationOf(1);

const step = fc.record({
  kind: fc.constantFrom('send', 'send', 'heard', 'heard', 'break', 'older', 'breathe'),
  /** What happens to the next send. */
  fate: fc.constantFrom<Fate>(undefined, undefined, 'break-before', 'break-after', {
    error: fault('unavailable'),
  }),
  losesEvents: fc.boolean(),
});

/** Every text of the conversation as it is shown now, those that wait included. */
function shown(client: TielineClient): string[] {
  const timeline = client.getState().timelines.get(chat);
  const waiting = (timeline?.pending ?? []).map(({ body }) => bodyText(body));
  return [...textsOf(timeline?.messages ?? []), ...waiting];
}

function expectSound(client: TielineClient): void {
  const texts = shown(client);
  expect(new Set(texts).size).toBe(texts.length);
  const seqs = seqsOf(client.getState().timelines.get(chat)?.messages ?? []);
  expect(seqs).toEqual(range(seqs[0] ?? 1, seqs.at(-1) ?? 0));
}

it('[DEL-6, DEL-7] whatever is lost, everything is there once and in one order, and never seen twice on the way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const server = await new FakeServer().start();
      const faults: unknown[] = [];
      try {
        server.addChat(chat);
        server.pageSize = 4;
        for (const seq of range(1, 6)) server.write(chat, `before ${seq}`, peer);
        const client = await onlineClient(server, 'office', { answerWithin: 300, steadyAfter: 0 });
        await client.openTimeline(chat);
        client.subscribe(() => {
          try {
            expectSound(client);
          } catch (unsound) {
            faults.push(unsound);
          }
        });
        const fates: Fate[] = [];
        server.fate = ({ do: name }) => (name === 'send-message' ? fates.shift() : undefined);
        const outcomes: Promise<string>[] = [];
        const written: string[] = [];
        for (const [place, { kind, fate, losesEvents }] of steps.entries()) {
          server.loses = (event) => losesEvents && event.on === 'message';
          if (kind === 'send') {
            fates.push(fate);
            written.push(`mine ${place}`);
            outcomes.push(client.send(chat, { kind: 'plain', text: `mine ${place}` }));
          }
          if (kind === 'heard') server.write(chat, `theirs ${place}`, peer);
          if (kind === 'break') server.breakLines();
          if (kind === 'older') await client.loadOlder(chat).catch(() => undefined);
          if (kind === 'breathe') await new Promise(setImmediate);
        }
        server.loses = () => false;
        expect(new Set(await Promise.all(outcomes))).toEqual(new Set(written.length > 0 ? ['stored'] : []));
        const mine = textsOf(server.visible(chat)).filter((text) => text.startsWith('mine'));
        expect(mine).toEqual(written);
        server.write(chat, 'the last', peer);
        await expectEventually(() => shown(client).at(-1) === 'the last', 'the last message is shown');
        await expectEventually(
          () => client.getState().timelines.get(chat)?.pending.length === 0,
          'nothing waits',
        );
        const all = textsOf(server.visible(chat));
        expect(shown(client)).toEqual(all.slice(-shown(client).length));
        expect(faults).toEqual([]);
      } finally {
        closeAll();
        await server.stop();
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
});
