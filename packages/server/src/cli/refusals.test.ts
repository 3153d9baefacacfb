import { type RefusedView, refusalSentences } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { printRefusals } from './refusals.ts';

const one: RefusedView = {
  id: '00000000-0000-4000-8000-000000000001',
  at: '2026-03-02T08:15:00.000Z',
  times: 1,
  by: { seat: '00000000-0000-4000-8000-000000000002' as never, kind: 'agent', name: 'Ada' },
  operation: 'send-message',
  conversation: '00000000-0000-4000-8000-000000000003' as never,
  rule: 'DEL-3',
  code: 'receiver-logged-out',
  sentence: refusalSentences['receiver-logged-out'],
};

it('[EXPL-4] a person at a terminal reads a line for each refusal', () => {
  expect(printRefusals([one, { ...one, times: 7, conversation: null }]).split('\n')).toEqual([
    '2026-03-02T08:15:00.000Z  Ada (agent)  send-message  DEL-3: This agent is logged out. Agent chats need both of ' +
      'you to be logged in.  in 00000000-0000-4000-8000-000000000003',
    '2026-03-02T08:15:00.000Z  Ada (agent)  send-message  DEL-3: This agent is logged out. Agent chats need both of ' +
      'you to be logged in.  7 times',
  ]);
  expect(printRefusals([])).toBe('Nothing was refused lately.');
});
