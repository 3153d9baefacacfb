import { type ClientId, type ConversationId, type FileId, seatKinds, surfaces } from '@tieline/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seatId } from '../facts.fixture.ts';
import { projectExcerpt } from './excerpt.ts';
import { projectMessage } from './index.ts';
import { fileBody, plainBody, richBody, storedMessage } from '../stored-message.fixture.ts';
import type { StoredBody, StoredMessage } from './stored-message.ts';

/** Stands in everything that one reader must not get, so that it is found wherever it turns up. */
const mark = 'Secret-7f3a';
const harmless = fc.string().filter((text) => !text.includes(mark));

const markedHtml = harmless.map((text) => `<p class="${mark}">${text}<b>${mark}</b></p>`);
const anyBody: fc.Arbitrary<StoredBody> = fc.oneof(
  fc.record({ format: fc.constant('plain' as const), text: harmless }),
  fc.record({ format: fc.constant('rich' as const), html: markedHtml, text: harmless }),
  fc.record({
    format: fc.constant('file' as const),
    name: harmless,
    type: harmless,
    size: fc.nat(),
    file: fc.constant('file-1' as FileId),
    picture: fc.option(fc.record({ width: fc.nat(), height: fc.nat() })),
    preview: fc.constantFrom('image' as const, 'video' as const, 'document' as const),
  }),
);

const messageWith = (body: fc.Arbitrary<StoredBody>, seat: string): fc.Arbitrary<StoredMessage> =>
  fc.record({
    conversation: fc.constant('conv-1' as ConversationId),
    seq: fc.nat(),
    rev: fc.nat(),
    at: fc.constant('2026-03-02T08:15:00.000Z'),
    sender: fc.record({
      seat: fc.constant(seatId(seat)),
      kind: fc.constantFrom(...seatKinds),
      name: harmless,
    }),
    clientId: fc.constant('c-1' as ClientId),
    body,
    missed: fc.boolean(),
    edited: fc.boolean(),
    sentHash: fc.constantFrom(null, mark),
    reactions: fc.constant([]),
  });

const json = (value: unknown): string => JSON.stringify(value);

describe('every view of a message', () => {
  it('[CONT-3] no view of an office reader ever contains the HTML', () => {
    expect(
      json(projectMessage('console', storedMessage({ format: 'rich', html: mark, text: '' }))),
    ).toContain(mark);
    fc.assert(
      fc.property(messageWith(anyBody, 'maya'), (message) => {
        expect(json(projectMessage('office', message))).not.toContain(mark);
        expect(projectExcerpt(message)).not.toContain(mark);
      }),
    );
  });

  it('[CONT-7] no view of a customer ever contains a seat', () => {
    expect(json(projectMessage('monitor', storedMessage(richBody)))).toContain('maya');
    const plain = harmless.map((text): StoredBody => ({ format: 'plain', text }));
    fc.assert(
      fc.property(messageWith(plain, mark), (message) => {
        expect(json(projectMessage('widget', message))).not.toContain(mark);
      }),
    );
  });

  it.each(surfaces)(
    '[CONT-8] holds what was chosen for the surface and nothing that the row has besides: %s',
    (at) => {
      const extra = { internal: mark, tenant: mark, clientId: mark as ClientId, sentHash: mark };
      for (const body of [plainBody, richBody, fileBody]) {
        const message = storedMessage(body);
        const row = {
          ...message,
          ...extra,
          sender: { ...message.sender, ...extra },
          body: { ...body, ...extra },
        };
        expect(json(row)).toContain(mark);
        expect(json(projectMessage(at, row))).not.toContain(mark);
      }
    },
  );

  it.each(surfaces)('[CONT-8] is named after its surface and the same each time: %s', (at) => {
    const message = storedMessage(richBody);
    expect(projectMessage(at, message).surface).toBe(at);
    expect(projectMessage(at, message)).toStrictEqual(projectMessage(at, structuredClone(message)));
  });
});

describe('the client id of a message', () => {
  const message = storedMessage(plainBody, { clientId: mark as ClientId, sentHash: mark });

  it.each(['office', 'console'] as const)('[DEL-6] is told to its sender in the %s', (surface) => {
    expect(projectMessage(surface, message, seatId('maya')).clientId).toBe(mark);
  });

  it.each(surfaces)('[DEL-6] is told to nobody else in the %s', (surface) => {
    expect(json(projectMessage(surface, message, seatId('priya')))).not.toContain(mark);
    expect(json(projectMessage(surface, message))).not.toContain(mark);
  });
});
