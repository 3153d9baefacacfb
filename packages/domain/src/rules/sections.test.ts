import { expect, it } from 'vitest';
import { sectionOf } from './sections.ts';

it.each([
  ['direct', 'member', 'office', 'chats'],
  ['expert', 'member', 'office', 'chats'],
  ['expert', 'member', 'agent', 'expert-chats'],
  ['agent', 'member', 'agent', 'agent-chats'],
  ['expert', 'archive', 'agent', 'archive'],
  ['agent', 'archive', 'agent', 'archive'],
] as const)('[HIST-4, HIST-5, HIST-6] lists the kind %s, for a %s of the side %s, under %s', (...row) => {
  const [kind, relation, side, section] = row;
  expect(sectionOf({ kind, relation, side })).toBe(section);
});
