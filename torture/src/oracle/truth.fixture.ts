import type { ClientId, ConversationId, SeatId } from '@tieline/protocol';
import type { Hearing, Sent } from '../journal.ts';
import type { Conversation, Row, Truth } from './truth.ts';

export const chat = 'chat' as ConversationId;
export const office = 'office' as SeatId;
export const agent = 'agent' as SeatId;
/** The office seat of the agent's person, and somebody who has nothing to do with it. */
export const archive = 'archive' as SeatId;
export const stranger = 'stranger' as SeatId;

/** A row of the chat: message `seq` of the office at place `seq`, unless it says otherwise. */
export function row(seq: number, changes: Partial<Row> = {}): Row {
  const clientId = `client-${seq}` as ClientId;
  const place = { conversation: chat, seq, interaction: null, seqIn: seq };
  return { ...place, sender: office, clientId, number: seq, missed: false, ...changes };
}

/** A message that was acknowledged at the place of its number, begun at 10 times that and answered 5 later. */
export function sent(number: number, changes: Partial<Sent> = {}): Sent {
  return {
    number,
    seat: office,
    conversation: chat,
    means: 'socket',
    clientId: `client-${number}` as ClientId,
    began: number * 10,
    attempts: 1,
    refusals: 0,
    code: null,
    stored: { at: number * 10 + 5, interaction: null, seq: number, text: '' },
    ...changes,
  };
}

export function truthOf(rows: readonly Row[], changes: Partial<Conversation> = {}): Truth {
  const conversation: Conversation = {
    id: chat,
    kind: 'expert',
    seats: [office, agent],
    lastSeq: rows.length,
    fromSeq: null,
    release: '9.10',
    ...changes,
  };
  return {
    rows,
    conversations: new Map([[chat, conversation]]),
    seats: new Map([
      [office, { id: office, kind: 'office', officeSeat: null }],
      [agent, { id: agent, kind: 'agent', officeSeat: archive }],
      [archive, { id: archive, kind: 'office', officeSeat: null }],
      [stranger, { id: stranger, kind: 'office', officeSeat: null }],
    ]),
  };
}

/** A socket of `seat` that heard the messages of these numbers, each at its own place at 10 times that and 6. */
export function hearing(seat: SeatId, numbers: readonly number[], changes: Partial<Hearing> = {}): Hearing {
  return {
    seat,
    session: `session of ${seat}`,
    surface: seat === agent ? 'console' : 'office',
    heard: numbers.map((number) => ({
      conversation: chat,
      interaction: null,
      seq: number,
      number,
      at: number * 10 + 6,
      by: 'event',
    })),
    afterEnd: 0,
    endedAt: null,
    closeCode: null,
    ...changes,
  };
}
