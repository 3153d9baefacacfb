import { projectMessage, type StoredMessage } from '@tieline/domain';
import type { ClientId, ConversationId, SeatId } from '@tieline/protocol';
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { encodedView } from './encoded-view.ts';

import { encodedSentView, sentView } from './sent-view.ts';

afterEach(() => void vi.restoreAllMocks());

/** What could be taken for the field, and what `replace` takes for a pattern. */
const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"clientId":null', '\\"clientId\\":null', 'null', '$&', "$'"),
);
const messages = fc
  .record({ text: words, name: words, clientId: words, kind: fc.constantFrom('office', 'agent') })
  .map(({ text, name, clientId, kind }): StoredMessage => {
    const sender = { seat: 'seat-ada' as SeatId, kind, name };
    const numbers = { seq: 7, rev: 9, at: '2026-03-02T08:15:00.000Z' };
    const rest = { missed: kind === 'office', edited: false, sentHash: null, reactions: [] };
    return {
      ...{ conversation: 'chat-1' as ConversationId, ...numbers, sender, clientId: clientId as ClientId },
      ...{ body: { format: 'plain', text }, ...rest },
    };
  });
const seen = fc.record({
  message: messages,
  surface: fc.constantFrom('office', 'console'),
  numbering: fc.constantFrom(
    { interaction: null, seq: 0, rev: 0 },
    { interaction: 217_000_000, seq: 4, rev: 6 },
  ),
});

it('[CONT-8] encodes the view of each reader, whatever words and ids are in it', () => {
  fc.assert(
    fc.property(seen, ({ message, surface, numbering }) => {
      const { seq, rev } = message;
      const own = { ...message, seq: seq - numbering.seq, rev: rev - numbering.rev };
      for (const reader of [message.sender.seat, 'seat-bo' as SeatId, null])
        expect(encodedView({ message, surface, numbering }, reader)).toBe(
          JSON.stringify(projectMessage(surface, own, reader)),
        );
    }),
  );
});

it('[DEL-5] encodes the answer to its sender as others are given it', () => {
  fc.assert(
    fc.property(seen, ({ message, surface, numbering }) => {
      const sender = { seat: message.sender.seat, surface };
      const sent = { message, numbering };
      expect(encodedSentView(sent, sender)).toBe(JSON.stringify(sentView(sent, sender)));
    }),
  );
});

it('encodes a message once for its sender and all others of a surface', () => {
  const [one] = fc.sample(seen, 1);
  if (!one) throw new Error('no message');
  const encode = vi.spyOn(JSON, 'stringify');
  const views = ['seat-bo', null, 'seat-cy', one.message.sender.seat].map((reader) =>
    encodedView(one, reader as SeatId | null),
  );
  expect(new Set(views).size).toBe(2);
  const encodings = encode.mock.calls.filter(([value]) => typeof value === 'object');
  expect(encodings).toHaveLength(1);
});
