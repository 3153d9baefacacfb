import type { MessageView } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { conversationOf, messageView } from '../../test/cast.ts';
import { isMissed } from './is-missed.ts';

const sent = messageView(conversationOf(1), 1);
const { id, seq, rev, at, from } = sent;
const inConsole = (missed: boolean): MessageView => ({
  ...{ surface: 'console', id, seq, rev, at, from, missed },
  ...{ clientId: null, html: '', excerpt: null, change: null, file: null },
});

it('[DEL-4] the office is told that a message was missed by its fate', () => {
  const missed = { ...sent, fate: 'receiver-logged-out' } as const;
  expect(isMissed(missed)).toBe(true);
  expect(isMissed(sent)).toBe(false);
});

it('[DEL-4] the console is told that a message was missed by a mark of its own', () => {
  expect(isMissed(inConsole(true))).toBe(true);
  expect(isMissed(inConsole(false))).toBe(false);
});
