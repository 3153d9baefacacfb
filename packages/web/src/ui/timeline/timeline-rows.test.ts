import type { PendingMessage } from '@tieline/client';
import type { ClientId, ConsoleMessageView, MessageId, OfficeMessageView, SeatId } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { firstUnreadAfter, holdsFirstUnread, reachesBackTo, timelineRows } from './timeline-rows.ts';

const me = 'me' as SeatId;
const other = 'other' as SeatId;

/** A message at that time of 22 November; `day` moves it. */
function message(seq: number, seat: SeatId, time: string, day = 22): OfficeMessageView {
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  return {
    surface: 'office',
    id: `c.${seq}` as MessageId,
    seq,
    rev: seq,
    at: new Date(2026, 10, day, hour, minute, second).toISOString(),
    from: { seat, kind: 'office', name: seat },
    clientId: null,
    text: `text ${seq}`,
    excerpt: null,
    formatted: null,
    file: null,
    change: null,
    reactions: [],
    fate: null,
  };
}

function pending(id: string, at: string): PendingMessage {
  const body = { kind: 'plain', text: id } as const;
  return {
    clientId: id as ClientId,
    body,
    at,
    state: 'sending',
    refusal: null,
    problem: null,
    fileName: null,
  };
}

describe('the rows of a timeline', () => {
  it('are grouped by author and minute', () => {
    const rows = timelineRows(
      [
        message(1, me, '10:00:01'),
        message(2, me, '10:00:59'),
        message(3, me, '10:01:00'),
        message(4, other, '10:01:10'),
        message(5, other, '10:01:20'),
      ],
      [],
      me,
      null,
    );
    expect(rows.map((row) => row.head)).toEqual(['author', 'none', 'minute', 'author', 'none']);
    expect(rows.map((row) => row.own)).toEqual([true, true, true, false, false]);
  });

  it('begin anew with each day', () => {
    const rows = timelineRows(
      [message(1, me, '23:59:59'), message(2, me, '00:00:00', 23), message(3, me, '00:00:30', 23)],
      [],
      me,
      null,
    );
    expect(rows.map((row) => row.newDay)).toEqual([true, true, false]);
    expect(rows.map((row) => row.head)).toEqual(['author', 'author', 'none']);
  });

  it('have one unread line, under which the author is named again', () => {
    const rows = timelineRows([message(1, other, '10:00:00'), message(2, other, '10:00:01')], [], me, 2);
    expect(rows.map((row) => row.firstUnread)).toEqual([false, true]);
    expect(rows.map((row) => row.head)).toEqual(['author', 'author']);
  });

  it('end with what is not stored yet, as the own messages', () => {
    const last = message(1, me, '10:00:00');
    const rows = timelineRows([last], [pending('one', last.at), pending('two', last.at)], me, null);
    expect(rows.map((row) => [row.key, row.kind, row.own, row.head])).toEqual([
      ['c.1', 'stored', true, 'author'],
      ['one', 'pending', true, 'none'],
      ['two', 'pending', true, 'none'],
    ]);
  });
});

describe('the first unread message', () => {
  const messages = [message(4, other, '10:00:00'), message(5, me, '10:01:00'), message(6, other, '10:02:00')];

  it('is the first of the other side after what was read', () => {
    expect(firstUnreadAfter(messages, 3, me, 'all')).toBe(4);
    expect(firstUnreadAfter(messages, 4, me, 'all')).toBe(6);
    expect(firstUnreadAfter(messages, 6, me, 'all')).toBeNull();
  });

  it('[DEL-4] is never one that was sent while the agent was logged out', () => {
    const from = { seat: other, kind: 'office', name: 'Other' } as const;
    const shown = (seq: number, missed: boolean): ConsoleMessageView => ({
      surface: 'console',
      id: `c.${seq}` as MessageId,
      seq,
      rev: seq,
      at: messages[0]?.at ?? '',
      from,
      clientId: null,
      html: '<p>x</p>',
      excerpt: 'x',
      file: null,
      change: null,
      missed,
    });
    expect(firstUnreadAfter([shown(7, false)], 6, me, 'heard')).toBe(7);
    expect(firstUnreadAfter([shown(7, true)], 6, me, 'heard')).toBeNull();
  });

  it('[DEL-4] is in the archive only one that was sent while the agent was logged out', () => {
    const missed = { ...message(7, other, '10:03:00'), fate: 'receiver-logged-out' as const };
    expect(firstUnreadAfter([...messages, missed], 0, me, 'all')).toBe(4);
    expect(firstUnreadAfter([...messages, missed], 0, me, 'missed')).toBe(7);
  });
});

it('where reading goes on is known once the message after it is loaded, or nothing older is left', () => {
  const messages = [message(31, other, '10:00:00'), message(32, other, '10:00:00')];
  expect(reachesBackTo({ messages, hasBefore: true }, 29)).toBe(false);
  expect(reachesBackTo({ messages, hasBefore: true }, 30)).toBe(true);
  expect(reachesBackTo({ messages, hasBefore: false }, 0)).toBe(true);
});

describe('the first unread message is loaded', () => {
  const messages = [
    message(31, me, '10:00:00'),
    message(32, other, '10:01:00'),
    message(33, other, '10:02:00'),
  ];
  const table: readonly [string, boolean, number, number, boolean][] = [
    ['where all before it is', true, 30, 100, true],
    ['where there is nothing before', false, 0, 100, true],
    ['where all that is unread is, and own messages stand between', true, 5, 2, true],
    ['not where one is missing', true, 5, 3, false],
    ['not where nobody has counted', true, 5, 100, false],
  ];
  it.each(table)('%s', (_, hasBefore, readSeq, unread, wanted) => {
    expect(holdsFirstUnread({ messages, hasBefore }, { readSeq, unread, counts: 'all' }, me)).toBe(wanted);
  });
});
