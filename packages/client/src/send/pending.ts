import type { ConversationId } from '@tieline/protocol';
import type { Outbox } from './outbox.ts';
import type { InternalState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { type InternalTimeline, isSettled, withPending } from '../state/timeline.ts';

/** Puts a timeline into the state together with what waits in the outbox for it. */
export function putTimeline(
  store: Store<InternalState>,
  outbox: Outbox,
  conversation: ConversationId,
  timeline: InternalTimeline,
): void {
  const next = withPending(timeline, outbox.pendingIn(conversation));
  const state = store.get();
  if (state.timelines.get(conversation) !== next) {
    store.set({ ...state, timelines: new Map(state.timelines).set(conversation, next) });
  }
  outbox.release(conversation, (message) => isSettled(message, next));
}

/**
 * Shows the messages of the outbox in the timeline. Where none is open, releases those with an answer that their sender
 * has received; those from before a reload have no sender, and stay until the person has seen them.
 */
export function showPending(store: Store<InternalState>, outbox: Outbox, conversation: ConversationId): void {
  const timeline = store.get().timelines.get(conversation);
  if (timeline !== undefined) return putTimeline(store, outbox, conversation, timeline);
  outbox.release(
    conversation,
    ({ storedSeq, state }, isAwaited) =>
      storedSeq !== null || (isAwaited && (state === 'refused' || state === 'failed')),
  );
}
