import type { SessionId, TenantId } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { createGraces, type DroppedSession } from './graces.ts';

const acme = 'acme' as TenantId;
const dropped = (session: string, secondsAgo: number, droppedAt = '10:00'): DroppedSession => ({
  session: session as SessionId,
  droppedAt,
  secondsAgo,
});

/** Graces of 30 s, and a clock that is set. */
function graces() {
  const clock = { seconds: 1000 };
  const made = createGraces(30, () => clock.seconds * 1000);
  const due = (...rows: DroppedSession[]): string[] => made.settle(acme, rows).map(({ session }) => session);
  return { ...made, due, clock };
}

describe('[PRES-8] a grace time', () => {
  it.each([
    ['as it should', 30],
    ['back by an hour', -3570],
    ['on by an hour', 3630],
  ])('ends in its time where the clock of the database runs %s', (_, secondsAgo) => {
    const { begin, due, clock, dueTenants, nextMs } = graces();
    begin(acme, 'one' as SessionId);
    expect(dueTenants()).toEqual([acme]);
    expect(due(dropped('one', 0))).toEqual([]);
    expect(dueTenants()).toEqual([]);
    clock.seconds += 29;
    expect(nextMs()).toBe(1000);
    expect(due(dropped('one', secondsAgo - 1))).toEqual([]);
    clock.seconds += 1;
    expect(dueTenants()).toEqual([acme]);
    expect(due(dropped('one', secondsAgo))).toEqual(['one']);
    expect(due()).toEqual([]);
    expect([dueTenants(), nextMs()]).toEqual([[], Infinity]);
  });

  it.each([
    ['a while', 12, 18],
    ['all of it', 40, 0],
    ['nothing, by a clock that was set back', -3600, 30],
  ])('of a node that died has had %s', (_, secondsAgo, left) => {
    const { note, due, clock, dueTenants } = graces();
    note(acme);
    expect(dueTenants()).toEqual([acme]);
    const adopted = dropped('one', secondsAgo);
    expect(due(adopted)).toEqual(left === 0 ? ['one'] : []);
    clock.seconds += left;
    expect(due(adopted)).toEqual(['one']);
  });

  it('begins anew for a device that came back and was lost again', () => {
    const { begin, end, due, clock } = graces();
    const one = 'one' as SessionId;
    begin(acme, one);
    expect(due(dropped('one', 0, '10:00'))).toEqual([]);
    clock.seconds += 20;
    end(acme, one);
    expect(due()).toEqual([]);
    begin(acme, one);
    clock.seconds += 20;
    expect(due(dropped('one', 20, '10:20'))).toEqual([]);
    clock.seconds += 10;
    expect(due(dropped('one', 30, '10:20'))).toEqual(['one']);
  });

  it('that is not written yet is kept, and not for ever', () => {
    const { begin, due, clock, dueTenants } = graces();
    begin(acme, 'one' as SessionId);
    clock.seconds += 31;
    // The database stood still for that long, and writes the drop now.
    expect(due()).toEqual([]);
    expect(due(dropped('one', 0))).toEqual(['one']);
    begin(acme, 'two' as SessionId);
    clock.seconds += 91;
    expect(due()).toEqual([]);
    expect(dueTenants()).toEqual([]);
  });
});
