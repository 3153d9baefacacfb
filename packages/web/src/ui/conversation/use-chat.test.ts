import type { GoneChat } from '@tieline/client';
import type { ConversationView, SeatId } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import type { DraftOrigin } from '../composer/drafts.ts';
import { noteEndedHere } from './ended-here.ts';
import { goneSentence } from './gone-sentence.ts';
import { chatOf } from './use-chat.ts';

const me = 'me' as SeatId;
const peer = 'peer' as SeatId;
const running = (number: number) => ({ number, fromSeq: 1, startedAt: '2026-11-22T10:00:00.000Z' });

function viewOf(over: Partial<ConversationView>): ConversationView {
  return { id: 'chat', archive: null, phase: 'over', interaction: null, ...over } as ConversationView;
}

const runningView = (number: number) => viewOf({ phase: 'running', interaction: running(number) });

const loggedOut = { reason: 'logged-out', by: peer } as const;
const draft = (interaction: number, end: DraftOrigin['end'] = null): DraftOrigin => ({ interaction, end });

describe('the chat that is shown', () => {
  const empty = viewOf({});
  const runs = runningView(2);
  const over: GoneChat = { conversation: runningView(1), end: loggedOut };
  const withdrawn: GoneChat = { conversation: viewOf({ phase: 'permanent' }), end: null };
  const expert = viewOf({ phase: 'permanent' });
  const archived = viewOf({ phase: 'permanent', archive: { seat: me, kind: 'agent', name: 'Mia' } });

  /** [case, what the list has, what has gone, what a draft was written in, what is shown] */
  const cases: [string, Parameters<typeof chatOf>, ReturnType<typeof chatOf>][] = [
    ['one that nobody knows', [undefined, undefined, null], null],
    ['one that nobody knows, with a draft', [undefined, undefined, draft(1)], null],
    ['one that runs', [runs, undefined, null], { conversation: runs, gone: null, origin: draft(2) }],
    [
      'one that runs anew, with a draft of before',
      [runs, over, draft(1)],
      { conversation: runs, gone: null, origin: draft(2) },
    ],
    ['one that is to begin', [empty, undefined, null], { conversation: empty, gone: null, origin: null }],
    [
      'one that is over',
      [undefined, over, null],
      { conversation: over.conversation, gone: over, origin: draft(1, loggedOut) },
    ],
    [
      'one that is over, and loaded empty since',
      [empty, over, draft(1)],
      { conversation: over.conversation, gone: over, origin: draft(1, loggedOut) },
    ],
    [
      'after a reload, one that is over',
      [empty, undefined, draft(1, loggedOut)],
      { conversation: empty, gone: { conversation: empty, end: loggedOut }, origin: draft(1, loggedOut) },
    ],
    [
      'one that the company took away',
      [undefined, withdrawn, null],
      { conversation: withdrawn.conversation, gone: withdrawn, origin: null },
    ],
    [
      'one that the company gave back',
      [expert, withdrawn, null],
      { conversation: expert, gone: null, origin: null },
    ],
    ['one of the archive', [archived, undefined, null], { conversation: archived, gone: null, origin: null }],
  ];

  it.each(cases)('[HIST-5] is %s', (_, asked, shown) => {
    expect(chatOf(...asked)).toEqual(shown);
  });
});

describe('why a chat is not here any more', () => {
  const agentChat = runningView(1);
  const ended = (reason: 'ended-by-agent' | 'logged-out', by: SeatId) => ({ reason, by });

  it.each<[string, GoneChat['end'], string]>([
    ['the other ended it', ended('ended-by-agent', peer), 'conversation.endedByPeer'],
    ['the other logged out', ended('logged-out', peer), 'conversation.endedLoggedOut'],
    ['it was ended on another device', ended('ended-by-agent', me), 'conversation.endedElsewhere'],
    ['the own line was away for too long', ended('logged-out', me), 'conversation.endedAway'],
    ['nobody knows', null, 'conversation.ended'],
  ])('%s', (_, end, sentence) => {
    expect(goneSentence({ conversation: agentChat, end }, me)).toBe(sentence);
  });

  it('was ended here, which says nothing of the one before or after', () => {
    const here = runningView(7);
    const end = ended('ended-by-agent', me);
    noteEndedHere(here);
    expect(goneSentence({ conversation: here, end }, me)).toBe('conversation.endedByYou');
    const next = runningView(8);
    expect(goneSentence({ conversation: next, end }, me)).toBe('conversation.endedElsewhere');
  });

  it('was the company that took it away', () => {
    const expert = { conversation: viewOf({ phase: 'permanent' }), end: null };
    expect(goneSentence(expert, me)).toBe('conversation.withdrawn');
  });
});
