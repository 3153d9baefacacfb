import type { ConversationId, TenantId } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { createConversationLocks } from './conversation-locks.ts';

const company = 'a company' as TenantId;
const chat = 'a chat' as ConversationId;
const other = 'another chat' as ConversationId;

/** Something that takes until it is told to end. */
function pending() {
  let end = (): void => undefined;
  let fail: (error: Error) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { ended, end: () => end(), fail: (error: Error) => fail(error) };
}

const nothingOnItsWay = () => Promise.resolve();

it('[DEL-7] what is done alone in a conversation comes one after the other, in the order of asking', async () => {
  const locks = createConversationLocks(nothingOnItsWay);
  const done: string[] = [];
  const first = pending();
  const slow = locks.hold(company, chat, () => first.ended.then(() => done.push('first')));
  const next = locks.hold(company, chat, async () => done.push('second'));
  await locks.hold(company, other, async () => done.push('elsewhere'));
  expect(done).toEqual(['elsewhere']);
  first.end();
  await Promise.all([slow, next]);
  expect(done).toEqual(['elsewhere', 'first', 'second']);
});

it('[DEL-7] comes after the messages that are on their way, and keeps later ones out', async () => {
  const onTheirWay = pending();
  const locks = createConversationLocks(() => onTheirWay.ended);
  const done: string[] = [];
  expect(locks.released(chat)).toBeNull();
  const alone = locks.hold(company, chat, async () => done.push('alone'));
  const later = locks.released(chat)?.then(() => done.push('a message'));
  expect(locks.released(other)).toBeNull();
  await Promise.resolve();
  expect(done).toEqual([]);
  onTheirWay.end();
  await Promise.all([alone, later]);
  expect(done).toEqual(['alone', 'a message']);
  expect(locks.released(chat)).toBeNull();
});

it('[DEL-7] what comes to nothing holds nobody up', async () => {
  const locks = createConversationLocks(nothingOnItsWay);
  const failing = locks.hold(company, chat, () => Promise.reject(new Error('The database is gone')));
  const next = locks.hold(company, chat, async () => 'done');
  await expect(failing).rejects.toThrow('The database is gone');
  expect(await next).toBe('done');
  expect(locks.released(chat)).toBeNull();
});
