// @environment page
import { act, waitFor } from '@testing-library/react';
import type { GoneChat } from '@tieline/client';
import type { ConversationView, SeatId } from '@tieline/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import * as cast from '../../../../client/test/cast.ts';
import { closePages, openPage } from '../../../test/page.tsx';
import { type DraftOrigin, writeDraft } from '../composer/drafts.ts';
import { noteEndedHere } from './ended-here.ts';
import { goneSentence } from './gone-sentence.ts';
import { chatOf, useChat } from './use-chat.ts';

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

describe('[HIST-5] a chat that is open while it ends', () => {
  const id = cast.conversationOf(1);
  const startedAt = '2026-01-01T00:00:00.000Z';

  async function openChat() {
    const page = await openPage({
      surface: 'console',
      prepare: (server) => {
        server.self = cast.agentSelf();
        server.addChat(id, cast.agentChat({ number: 1, startedAt }));
      },
    });
    const { result } = page.use(() => useChat(id));
    return { page, chat: () => result.current };
  }

  afterEach(closePages);

  it('stays, with who has ended it, and what is typed in it is of it', async () => {
    const { page, chat } = await openChat();
    expect([chat()?.gone, chat()?.origin]).toEqual([null, draft(1)]);
    act(() => page.server.emit(cast.interactionEnded(id, 'logged-out')));
    const end = { reason: 'logged-out', by: cast.peer } as const;
    await waitFor(() => expect(chat()?.gone?.end).toEqual(end));
    expect([chat()?.conversation.id, chat()?.origin]).toEqual([id, { interaction: 1, end }]);
  });

  it('is the next one as soon as that runs', async () => {
    const { page, chat } = await openChat();
    page.server.beginChat(id, { number: 2, startedAt });
    act(() => page.server.emit({ on: 'conversation', conversation: page.server.chat(id).view }));
    await waitFor(() => expect(chat()?.origin).toEqual(draft(2)));
    expect(chat()?.gone).toBeNull();
  });

  it('after a reload is known by its draft alone, for as long as there is one', async () => {
    const page = await openPage({
      surface: 'console',
      prepare: (server) => {
        server.self = cast.agentSelf();
        server.addChat(id, cast.agentChat(null));
      },
    });
    const { result } = page.use(() => useChat(id));
    expect(result.current?.gone).toBeNull();
    const origin = draft(1, { reason: 'logged-out', by: cast.peer });
    act(() => writeDraft(cast.me, id, 'not sent', origin));
    expect(result.current).toMatchObject({ gone: { end: origin.end }, origin });
    act(() => writeDraft(cast.me, id, ''));
    expect(result.current).toMatchObject({ gone: null, origin: null });
  });
});
