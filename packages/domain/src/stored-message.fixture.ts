import type { ClientId, ConversationId, FileId } from '@tieline/protocol';
import { seatId } from './facts.fixture.ts';
import type { StoredBody, StoredMessage } from './projections/stored-message.ts';

export const plainBody = { format: 'plain', text: 'a < b\nhttps://tieline.test' } as const;
export const richBody = { format: 'rich', html: '<p>Is it <b>7</b>?</p>', text: 'Is it 7?' } as const;
export const fileBody = {
  format: 'file',
  file: 'f-1' as FileId,
  name: 'plan <1>.png',
  type: 'image/png',
  size: 2048,
  preview: 'image',
  picture: { width: 640, height: 480 },
} as const;

export const at = '2026-03-02T08:15:00.000Z';

export function storedMessage(body: StoredBody, change: Partial<StoredMessage> = {}): StoredMessage {
  return {
    conversation: 'conv-1' as ConversationId,
    seq: 7,
    rev: 9,
    at,
    sender: { seat: seatId('maya'), kind: 'agent', name: 'Maya Lind' },
    clientId: 'c-7' as ClientId,
    body,
    missed: false,
    edited: false,
    sentHash: null,
    reactions: [],
    ...change,
  };
}

export const fromOffice = { seat: seatId('priya'), kind: 'office', name: 'Priya Nair' } as const;
