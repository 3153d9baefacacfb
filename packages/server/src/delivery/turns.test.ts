import type { ConversationId } from '@tieline/protocol';
import { expect, it } from 'vitest';
import { createTurns, type Turn } from './turns.ts';

const chat = 'a chat' as ConversationId;
const other = 'another chat' as ConversationId;

/** A commit that is not answered yet. */
function commit() {
  let answer = (): void => undefined;
  let fail: (error: Error) => void = () => undefined;
  const answered = new Promise<void>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  return { answered, answer: () => answer(), fail: (error: Error) => fail(error) };
}

/** Work that takes its place at once and leaves when it is told that its commit was answered. */
function setUp() {
  const inTurn = createTurns();
  const left: string[] = [];
  return {
    left,
    work: (name: string, conversation: ConversationId, answered: Promise<void>) =>
      inTurn(conversation, async (turn: Turn) => {
        turn.take();
        await answered;
        await turn.come();
        left.push(name);
      }),
  };
}

it('[DEL-7] what took its place first leaves first, whichever commit is answered first', async () => {
  const { left, work } = setUp();
  const first = commit();
  const slow = work('first', chat, first.answered);
  const quick = work('second', chat, Promise.resolve());
  await work('elsewhere', other, Promise.resolve());
  expect(left).toEqual(['elsewhere']);
  first.answer();
  await Promise.all([slow, quick]);
  expect(left).toEqual(['elsewhere', 'first', 'second']);
});

it('[DEL-7] what comes to nothing holds nobody up', async () => {
  const { left, work } = setUp();
  const first = commit();
  const failing = work('first', chat, first.answered);
  const second = work('second', chat, Promise.resolve());
  first.fail(new Error('The database is gone'));
  await expect(failing).rejects.toThrow('The database is gone');
  await second;
  expect(left).toEqual(['second']);
});
