import { closeCodes, errorTable, limits, refusalSentences, routes, subprotocol } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { ownFault } from './fault.ts';
import * as wire from './wire.ts';

it('says what the contract says', () => {
  const lines = Object.entries(routes).map(([name, { method, path }]) => [name, { method, path }]);
  expect(wire.routeLines).toEqual(Object.fromEntries(lines));
  expect(wire.spokenSubprotocol).toBe(subprotocol);
  expect(wire.sessionEndedClose).toBe(closeCodes['session-ended']);
  expect(wire.historyPage).toBe(limits.historyPage);
  expect(wire.conversationPage).toBe(limits.conversationPage);
  expect(wire.watchedEntries).toBe(limits.watchedEntries);
  expect(wire.resumedTimelines).toBe(limits.resumedTimelines);
  expect(wire.unreadCount).toBe(limits.unreadCount);
  expect(wire.imageBytes).toBe(limits.imageBytes);
  expect(wire.interactionOver.sentence).toBe(refusalSentences['no-interaction']);
});

it.each(Object.keys(wire.ownSentences) as (keyof typeof wire.ownSentences)[])(
  'tells %s in the words of the contract, and whether to try again',
  (code) => {
    const { sentence, retry } = errorTable[code];
    expect(ownFault(code)).toEqual({ code, sentence, retry });
  },
);
