import type { Stored } from '@tieline/protocol';
import { inBackground } from '../connection/fault.ts';
import type { TimelineLoader } from '../load/timeline-loader.ts';
import type { InternalState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { lastShown } from '../state/timeline.ts';
import type { Timing } from '../timing.ts';
import type { Outbox } from './outbox.ts';
import { putTimeline } from './pending.ts';

export interface StoredMessagesOptions {
  readonly store: Store<InternalState>;
  readonly outbox: Outbox;
  readonly timelines: TimelineLoader;
  readonly timing: Timing;
}

/** Shows the notice of a stored message, and loads what is missing before it if no event brings that in time. */
export function showStored(options: StoredMessagesOptions, stored: Stored): void {
  const { conversation, interaction, message, notice } = stored;
  const { store, outbox, timing } = options;
  const timeline = store.get().timelines.get(conversation);
  if (timeline === undefined) return;
  if (notice !== timeline.notice) putTimeline(store, outbox, conversation, { ...timeline, notice });
  if (interaction !== timeline.interaction || lastShown(timeline) < message.seq)
    setTimeout(() => inBackground(loadUpTo(options, stored)), timing.eventWithin);
}

async function loadUpTo(
  { outbox, timelines }: StoredMessagesOptions,
  { conversation, clientId }: Stored,
): Promise<void> {
  const isWaiting = outbox
    .pendingIn(conversation)
    .some((message) => message.clientId === clientId && message.storedSeq !== null);
  if (!isWaiting) return;
  await timelines.repair(conversation);
  // The server may not show it here any more, as the interaction that it was stored in is over.
  outbox.release(conversation, (message) => message.clientId === clientId && message.storedSeq !== null);
}
