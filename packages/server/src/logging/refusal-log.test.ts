import type { ConversationId, SeatId, TenantId } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { createRefusalLog, type NotedRefusal } from './refusal-log.ts';

const [harbor, meadow] = ['harbor', 'meadow'] as TenantId[] as [TenantId, TenantId];
const refusal = (changes: Partial<NotedRefusal> = {}): NotedRefusal => ({
  tenant: harbor,
  seat: 'ada' as SeatId,
  operation: 'send-message',
  conversation: 'chat-1' as ConversationId,
  rule: 'DEL-3',
  code: 'receiver-logged-out',
  ...changes,
});

function started() {
  const lines: { fields: object; text: string }[] = [];
  const log = createRefusalLog({ info: (fields, text) => void lines.push({ fields, text }) });
  const timesOf = (tenant: TenantId) =>
    (log.take().get(tenant) ?? []).map(({ operation, times }) => [operation, times]);
  return { log, lines, timesOf };
}

it('[EXPL-4] logs a refusal at once, with rule, code, actor, operation and conversation', () => {
  const { log, lines } = started();
  log.note(refusal());
  expect(lines).toEqual([{ fields: refusal(), text: 'refused' }]);
  expect(log.take().get(harbor)).toMatchObject([{ ...refusal(), times: 1 }]);
  expect(log.take().size).toBe(0);
});

it('[EXPL-4] logs and keeps no field but these, whatever else comes along', () => {
  const { log, lines } = started();
  log.note({ ...refusal(), text: 'Secret' } as NotedRefusal);
  expect(JSON.stringify(lines)).not.toContain('Secret');
});

it('[EXPL-4] counts what comes again, and tells a different one from it', () => {
  const { log, lines, timesOf } = started();
  for (let at = 0; at < 100; at += 1) log.note(refusal());
  log.note(refusal({ operation: 'end-interaction' }));
  log.note(refusal({ tenant: meadow, operation: 'set-status' }));
  expect(lines).toHaveLength(3);
  expect(timesOf(harbor)).toEqual([
    ['send-message', 100],
    ['end-interaction', 1],
  ]);
  expect(lines.slice(3)).toEqual([{ fields: { ...refusal(), times: 99 }, text: 'refused again' }]);
  log.note(refusal({ tenant: meadow, operation: 'set-status' }));
  expect(timesOf(meadow)).toEqual([['set-status', 1]]);
});

it('[EXPL-4] has room for twenty of one seat between two writes, and for those of others beside them', () => {
  const { log, lines, timesOf } = started();
  for (let at = 0; at < 500; at += 1) log.note(refusal({ conversation: `made-up-${at}` as ConversationId }));
  log.note(refusal({ seat: 'bea' as SeatId, operation: 'set-status' }));
  expect(lines).toHaveLength(21);
  const taken = timesOf(harbor);
  expect(taken).toHaveLength(21);
  expect(taken.at(-1)).toEqual(['set-status', 1]);
  expect(lines.at(-1)).toMatchObject({ fields: { tenant: harbor, seat: 'ada', times: 480 } });
});

it('[EXPL-4] takes back what could not be written, and adds it to what came meanwhile', () => {
  const { log, timesOf } = started();
  for (let at = 0; at < 3; at += 1) log.note(refusal());
  const taken = log.take().get(harbor) ?? [];
  log.note(refusal());
  log.giveBack(taken);
  expect(timesOf(harbor)).toEqual([['send-message', 4]]);
});
