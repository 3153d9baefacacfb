import { expect, it } from 'vitest';
import { conversationOf, messageView } from '../../test/cast.ts';
import { fastTiming } from '../../test/fast-timing.ts';
import { storedAs } from '../../test/fake-server.ts';
import { PersistentQueue } from './persistent-queue.ts';
import { Outbox } from './outbox.ts';
import { putTimeline, showPending } from './pending.ts';
import { emptyState, type InternalState } from '../state/state.ts';
import { createStore } from '../state/store.ts';
import { mergeLive, newTimeline } from '../state/timeline.ts';

const chat = conversationOf(1);

it('keeps a stored message until it is shown, in the timeline and in the outbox', async () => {
  const store = createStore<InternalState>(emptyState());
  const outbox = new Outbox({
    timing: fastTiming,
    queue: new PersistentQueue({ storage: undefined, timing: fastTiming, onRestore: () => {} }),
    submit: (conversation, { clientId }) =>
      Promise.resolve(storedAs(conversation, messageView(conversation, 1), clientId)),
    onChange: (conversation) => showPending(store, outbox, conversation),
    interactionIn: () => null,
    onStored: () => {},
  });
  putTimeline(store, outbox, chat, newTimeline(0));
  outbox.resume();
  const pending = () => store.get().timelines.get(chat)?.pending;
  expect(await outbox.add(chat, { kind: 'plain', text: 'hello' })).toBe('stored');
  expect([pending()?.length, outbox.pendingIn(chat).length]).toEqual([1, 1]);
  putTimeline(store, outbox, chat, mergeLive(newTimeline(0), messageView(chat, 1)));
  expect([pending()?.length, outbox.pendingIn(chat).length]).toEqual([0, 0]);
});
