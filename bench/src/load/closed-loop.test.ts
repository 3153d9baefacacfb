import { describe, expect, it } from 'vitest';
import { createBook } from './book.ts';
import { ClosedLoop, type End } from './closed-loop.ts';

/** A conversation whose server is this test: what is sent waits in `sent` until it is handed on. */
function conversation() {
  const book = createBook();
  const sent: { end: 0 | 1; number: number }[] = [];
  const ends: End[] = [];
  const loop = new ClosedLoop('pair', book, (end, hears) => {
    ends[end] = hears;
    return { send: (number) => sent.push({ end, number }) };
  });
  let place = 0;
  const deliver = ({ end, number }: { end: 0 | 1; number: number }): void => {
    place += 1;
    ends[end]?.acknowledged(number);
    ends[1 - end]?.delivered(number, place);
  };
  return { book, loop, sent, ends, deliver };
}

describe('a conversation in closed loop', () => {
  it('keeps as many messages under way as it was told, from both ends', () => {
    const { loop, sent, deliver } = conversation();
    loop.begin(4);
    expect(sent.splice(0).map(({ end }) => end)).toEqual([0, 1, 0, 1]);
    deliver({ end: 0, number: 1 });
    expect(sent).toEqual([{ end: 1, number: 3 }]);
  });

  it('is drained when all is acknowledged and delivered', async () => {
    const { book, loop, sent, deliver } = conversation();
    loop.begin(2);
    const drained = loop.drain();
    expect(loop.missing()).toHaveLength(2);
    for (const message of sent.splice(0)) deliver(message);
    await drained;
    expect(sent).toEqual([]);
    expect(loop.missing()).toEqual([]);
    expect(book.tally()).toEqual({ delivered: 2, acknowledged: 2, retries: 0, overtakings: 0, faults: [] });
  });

  it('notices a message that comes twice', () => {
    const { book, loop, ends } = conversation();
    loop.begin(2);
    ends[1]?.delivered(1, 1);
    expect(book.tally().faults).toEqual([]);
    ends[1]?.delivered(1, 2);
    expect(book.tally().faults).toEqual(['pair: message 1 of end 0 came twice']);
  });

  it('notices a place that was given before', () => {
    const { book, loop, ends } = conversation();
    loop.begin(4);
    ends[1]?.delivered(1, 7);
    ends[1]?.delivered(2, 6);
    expect(book.tally().faults).toEqual(['pair: message 2 of end 0 stands at 6, after 7']);
  });

  it('counts a message that overtakes, and waits for the one before it', () => {
    const { book, loop, ends } = conversation();
    loop.begin(4);
    ends[1]?.delivered(2, 1);
    expect(book.tally().overtakings).toBe(1);
    expect(loop.missing().join()).toContain('1 delivered');
    ends[1]?.delivered(1, 2);
    expect(book.tally().faults).toEqual([]);
  });

  it('takes a refusal for good as a fault', () => {
    const { book, loop, ends } = conversation();
    loop.begin(1);
    ends[0]?.refused(1, false, 'refused');
    expect(book.tally().faults).toEqual(['pair: message 1 of end 0 was refused: refused']);
  });

  it('sends again what may be sent again, under its number', async () => {
    const { book, loop, sent, ends, deliver } = conversation();
    loop.begin(1);
    sent.splice(0);
    ends[0]?.refused(1, true, 'too-many-requests');
    await expect.poll(() => sent).toEqual([{ end: 0, number: 1 }]);
    for (const message of sent.splice(0)) deliver(message);
    expect(book.tally()).toMatchObject({ delivered: 1, acknowledged: 1, retries: 1, faults: [] });
  });
});
