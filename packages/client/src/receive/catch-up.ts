import type { CommandInput, ConversationId, Resumed } from '@tieline/protocol';
import type { ConversationLoader } from '../load/conversation-loader.ts';
import { inBackground, WireFault } from '../connection/fault.ts';
import { persist } from '../connection/persist.ts';
import { applyEvent, type HeldState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { lastShown } from '../state/timeline.ts';
import type { TimelineLoader } from '../load/timeline-loader.ts';
import type { Timing } from '../timing.ts';
import { resumedTimelines } from '../connection/wire.ts';

type Place = CommandInput<'resume'>['timelines'][number];
/** What was held when the server was asked. */
type Asked = Pick<HeldState, 'conversations' | 'timelines'>;

/** A resume that was asked. `isLoading`: the lists are being loaded since the welcome, whose token they cover. */
interface Question {
  readonly asked: Asked;
  readonly places: readonly Place[];
  readonly isLoading: boolean;
}

export interface CatchUpOptions {
  readonly store: Store<HeldState>;
  readonly timing: Timing;
  readonly submit: (input: CommandInput<'resume'>) => Promise<Resumed>;
  /** An interaction ended while the line was down. */
  readonly onEnded: (end: Resumed['ends'][number]) => void;
  readonly conversations: ConversationLoader;
  readonly timelines: TimelineLoader;
}

/**
 * Brings the client up to date after each welcome: with one `resume` where the server can tell what changed since
 * the token, with the lists loaded anew where it cannot. It keeps the newest token that the state really holds:
 * one that comes while something that it covers is still being loaded waits until that is in.
 */
export interface CatchUp {
  /** A new line is up. */
  begin(): void;
  suspend(): void;
  /** The server offers a newer token, with its welcome or later. */
  mark(token: string): void;
  /** The lists are out of date from now on. */
  miss(): void;
  /** They are up to date again when `work` is done; false: another loading took over. */
  load(work: () => Promise<boolean>): Promise<void>;
  /** Somebody else uses the client from now on. */
  forget(): void;
}

export function createCatchUp({
  store,
  timing,
  submit,
  onEnded,
  conversations,
  timelines,
}: CatchUpOptions): CatchUp {
  let token: string | null = null;
  /** The newest token of this line. It is good when the line was caught up with and no list is missing. */
  let offered: string | null = null;
  let isCaughtUp = false;
  let missed = 0;
  let loaded = 0;
  let turn = 0;

  function settle() {
    if (isCaughtUp && loaded === missed && offered !== null) token = offered;
  }

  async function load(work: () => Promise<boolean>): Promise<void> {
    const [line, number] = [turn, missed];
    const isLoaded = await work();
    if (!isLoaded || line !== turn) return;
    loaded = number;
    settle();
  }

  function loadLists() {
    missed += 1;
    inBackground(load(conversations.reload));
  }

  async function catchUp(isLoading: boolean) {
    const line = turn;
    let asked: Asked = { conversations: new Map(), timelines: new Map() };
    let places: Place[] = [];
    const answer = await persist(
      timing,
      () => line === turn,
      () => {
        asked = store.get();
        places = placesOf(store.get());
        return submit({ token, timelines: places });
      },
    ).catch((fault: unknown) => {
      if (fault instanceof WireFault) return null;
      throw fault;
    });
    if (answer !== undefined && line === turn) takeIn(answer, { asked, places, isLoading });
  }

  /** `answer`: null from a server that knows no resume. */
  function takeIn(answer: Resumed | null, { asked, places, isLoading }: Question) {
    const isFresh = answer?.outcome !== 'resumed';
    const ended = new Set<ConversationId>();
    // A server of before tells of none.
    for (const end of answer?.ends ?? []) {
      if (!answer?.gone.includes(end.conversation) && !isHeld(store.get(), end)) continue;
      onEnded(end);
      ended.add(end.conversation);
    }
    // One that runs again is not the one that was held.
    if (!isFresh)
      conversations.takeIn(answer, new Map([...asked.conversations].filter(([id]) => !ended.has(id))));
    // Only now: a list that is older than the token could lack what the token covers.
    else {
      if (answer?.reason === 'rules-changed') store.set(applyEvent(store.get(), { on: 'company-changed' }));
      if (!isLoading) loadLists();
    }
    const pages = new Map(answer?.timelines.map(({ conversation, page }) => [conversation, page]));
    for (const { conversation, after } of places) {
      if (ended.has(conversation)) continue;
      const page = pages.get(conversation);
      const emptyings = asked.timelines.get(conversation)?.emptyings ?? 0;
      if (page !== undefined) inBackground(timelines.takeIn(conversation, page, { after, emptyings }));
    }
    // What did not go into the one command is repaired by itself, where it has to be.
    for (const [id, timeline] of store.get().timelines) {
      if (timeline.state !== 'ready' || (pages.has(id) && !ended.has(id))) continue;
      inBackground(isFresh || ended.has(id) ? timelines.repair(id) : timelines.keepUp(id));
    }
    if (answer === null) return;
    // The lists may have been read before the moment of this one.
    if (!isLoading) offered = answer.token;
    isCaughtUp = true;
    settle();
  }

  function suspend() {
    turn += 1;
    isCaughtUp = false;
    offered = null;
    missed = loaded = 0;
  }

  return {
    begin() {
      const atWelcome = offered;
      suspend();
      offered = atWelcome;
      // Without a token there is nothing to resume from, so the lists are loaded at once.
      const isLoading = token === null && offered !== null;
      if (isLoading) loadLists();
      inBackground(catchUp(isLoading));
      for (const [id, { state }] of store.get().timelines) {
        if (state !== 'ready') inBackground(timelines.repair(id));
      }
    },
    suspend,
    mark(newer) {
      offered = newer;
      settle();
    },
    miss: () => void (missed += 1),
    load,
    forget() {
      suspend();
      token = null;
    },
  };
}

/** Whether it is the interaction that is held as running. */
function isHeld({ conversations }: HeldState, { conversation, number }: Resumed['ends'][number]): boolean {
  return conversations.get(conversation)?.interaction?.number === number;
}

/** Where the timelines end that a resume can bring up to date; of too many, those that were opened last. */
function placesOf({ timelines }: HeldState): Place[] {
  return [...timelines]
    .filter(([, { state }]) => state === 'ready')
    .slice(-resumedTimelines)
    .map(([conversation, timeline]) => ({ conversation, after: lastShown(timeline) }));
}
