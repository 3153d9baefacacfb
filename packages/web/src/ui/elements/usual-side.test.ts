import type { ConversationView, SeatKind } from '@tieline/protocol';
import { describe, expect, it } from 'vitest';
import { usualInChat, usualInSection, usualOnRoster, usualPeer } from './usual-side.ts';

const sides: readonly SeatKind[] = ['office', 'agent'];
/** The sides that carry a badge. */
const marked = (usual: SeatKind | null) => sides.filter((side) => side !== usual);

describe('who carries the badge of a side', () => {
  it('is who is not of the office in its lists, and nobody in those of the console', () => {
    expect(marked(usualInSection.chats)).toEqual(['agent']);
    expect(marked(usualInSection.archive)).toEqual(['agent']);
    expect(usualInSection['agent-chats']).toBe('agent');
    expect(usualInSection['expert-chats']).toBe('office');
  });

  it('is an agent on the roster of the office, and everybody in the directory', () => {
    expect(marked(usualOnRoster.office)).toEqual(['agent']);
    expect(marked(usualOnRoster.directory)).toEqual(['office', 'agent']);
    expect(usualOnRoster.agents).toBe('agent');
  });

  it('is an author of the other side in an expert chat, and nobody where one side is alone', () => {
    expect(marked(usualInChat('expert', 'office'))).toEqual(['agent']);
    expect(marked(usualInChat('expert', 'agent'))).toEqual(['office']);
    expect(usualInChat('direct', 'office')).toBe('office');
    // An agent chat is read in the office as well, in the archive.
    expect(usualInChat('agent', 'office')).toBe('agent');
  });

  it('is the other one of an open chat where they are of the other side, and always in an archive', () => {
    const chat = { archive: null } as ConversationView;
    const archived = { archive: { kind: 'agent' } } as ConversationView;
    expect(marked(usualPeer(chat, 'office'))).toEqual(['agent']);
    expect(marked(usualPeer(chat, 'agent'))).toEqual(['office']);
    expect(marked(usualPeer(archived, 'office'))).toEqual(['office', 'agent']);
  });
});
