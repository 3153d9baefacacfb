import type { CommandInput, ConversationId, Resumed } from '@tieline/protocol';
import { inBackground, WireFault } from '../connection/fault.ts';
import { retryWhile } from '../connection/retry.ts';
import { resumedTimelines } from '../connection/wire.ts';
import type { ConversationLoader } from '../load/conversation-loader.ts';
import type { TimelineLoader } from '../load/timeline-loader.ts';
import { applyEvent, type InternalState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { lastShown } from '../state/timeline.ts';
import type { Timing } from '../timing.ts';

type Place = CommandInput<'resume'>['timelines'][number];

/** A resume as it was asked for. */
interface ResumeRequest {
  /** The state at the moment of the request. */
  readonly state: Pick<InternalState, 'conversations' | 'timelines'>;
  readonly places: readonly Place[];
  /** Whether the lists have been loading since the welcome, whose token they cover. */
  readonly isLoading: boolean;
}

export interface CatchUpOptions {
  readonly store: Store<InternalState>;
  readonly timing: Timing;
  readonly submit: (input: CommandInput<'resume'>) => Promise<Resumed>;
  /** An interaction ended while the line was down. */
  readonly onEnded: (end: Resumed['ends'][number]) => void;
  /** Entries of rosters may have changed while the line was down. */
  readonly onRosterChanged: () => void;
  readonly conversations: ConversationLoader;
  readonly timelines: TimelineLoader;
}

/**
 * Brings the client up to date after each welcome: with one `resume` where the server can tell what changed since
 * the token, with the lists loaded anew where it cannot. A newer token replaces the old one only once everything
 * that it covers is in the state.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  #token: string | null = null;
  /** The newest token of this line, which replaces `#token` when the line is caught up and no list is out of date. */
  #newestToken: string | null = null;
  #isCaughtUp = false;
  /** How often the lists became out of date on this line, and which of these times the last loading covers. */
  #staleCount = 0;
  #loadedCount = 0;
  /** Raised for each line, so that work of an earlier one ends. */
  #line = 0;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** Whether all that the line has brought so far is in the state, and nothing is being loaded. */
  get isCurrent(): boolean {
    return this.#isCaughtUp && this.#loadedCount === this.#staleCount;
  }

  /** A new line is up. */
  begin(): void {
    const { store, timelines } = this.#options;
    const welcomeToken = this.#newestToken;
    this.suspend();
    this.#newestToken = welcomeToken;
    // Without a token there is nothing to resume from, so the lists are loaded at once.
    const isLoading = this.#token === null && welcomeToken !== null;
    if (isLoading) this.#loadLists();
    inBackground(this.#resume(isLoading));
    for (const [id, { state }] of store.get().timelines) {
      if (state !== 'ready') inBackground(timelines.repair(id));
    }
  }

  suspend(): void {
    this.#line += 1;
    this.#isCaughtUp = false;
    this.#newestToken = null;
    this.#staleCount = this.#loadedCount = 0;
  }

  /** The server offers a newer token, with its welcome or later. */
  offerToken(token: string): void {
    this.#newestToken = token;
    this.#adoptToken();
  }

  /** The lists are out of date from now on. */
  markStale(): void {
    this.#staleCount += 1;
  }

  /** The lists are up to date again when `work` is done; false: another loading took over. */
  async load(work: () => Promise<boolean>): Promise<void> {
    const [line, staleCount] = [this.#line, this.#staleCount];
    const isLoaded = await work();
    if (!isLoaded || line !== this.#line) return;
    this.#loadedCount = staleCount;
    this.#adoptToken();
  }

  /** Drops the token: another person uses the client, or loads that it covers are aborted. */
  forget(): void {
    this.suspend();
    this.#token = null;
  }

  #adoptToken() {
    if (this.isCurrent && this.#newestToken !== null) this.#token = this.#newestToken;
  }

  #loadLists() {
    const { conversations } = this.#options;
    this.#staleCount += 1;
    inBackground(this.load(() => conversations.reload()));
  }

  async #resume(isLoading: boolean) {
    const { store, timing, submit } = this.#options;
    const line = this.#line;
    let state: ResumeRequest['state'] = { conversations: new Map(), timelines: new Map() };
    let places: Place[] = [];
    const answer = await retryWhile(
      timing,
      () => line === this.#line,
      () => {
        state = store.get();
        places = placesOf(store.get());
        return submit({ token: this.#token, timelines: places });
      },
    ).catch((fault: unknown) => {
      if (fault instanceof WireFault) return null;
      throw fault;
    });
    if (answer !== undefined && line === this.#line) this.#apply(answer, { state, places, isLoading });
  }

  /** `answer`: null from a server that has no resume. */
  #apply(answer: Resumed | null, request: ResumeRequest) {
    const endedChats = this.#applyEnds(answer);
    if (answer?.outcome === 'resumed') this.#mergeLists(answer, request, endedChats);
    else this.#reloadLists(answer, request);
    this.#mergePages(answer, request, endedChats);
    this.#repairOthers(answer, endedChats);
    if (answer === null) return;
    if (answer.rosterChanged) this.#options.onRosterChanged();
    // The loading of the lists began before the moment of this token, so it covers only that of the welcome.
    if (!request.isLoading) this.#newestToken = answer.token;
    this.#isCaughtUp = true;
    this.#adoptToken();
  }

  #applyEnds(answer: Resumed | null): ReadonlySet<ConversationId> {
    const { store, onEnded } = this.#options;
    const endedChats = new Set<ConversationId>();
    // An older server does not send `ends`.
    for (const end of answer?.ends ?? []) {
      if (!answer?.gone.includes(end.conversation) && !isRunning(store.get(), end)) continue;
      onEnded(end);
      endedChats.add(end.conversation);
    }
    return endedChats;
  }

  #mergeLists(answer: Resumed, { state }: ResumeRequest, endedChats: ReadonlySet<ConversationId>) {
    // A chat that ended and runs again is merged as a new one.
    const atRequest = new Map([...state.conversations].filter(([id]) => !endedChats.has(id)));
    this.#options.conversations.mergeResumed(answer, atRequest);
  }

  /** Not before the answer: lists that are older than its token could lack what the token covers. */
  #reloadLists(answer: Resumed | null, { isLoading }: ResumeRequest) {
    const { store } = this.#options;
    if (answer?.reason === 'rules-changed') store.set(applyEvent(store.get(), { on: 'company-changed' }));
    if (!isLoading) this.#loadLists();
  }

  #mergePages(
    answer: Resumed | null,
    { state, places }: ResumeRequest,
    endedChats: ReadonlySet<ConversationId>,
  ) {
    const pages = new Map(answer?.timelines.map(({ conversation, page }) => [conversation, page]));
    for (const { conversation, interaction = null, after, since = 0 } of places) {
      if (endedChats.has(conversation)) continue;
      const page = pages.get(conversation);
      const unloads = state.timelines.get(conversation)?.unloads ?? 0;
      const place = { interaction, after, since, unloads };
      if (page !== undefined) inBackground(this.#options.timelines.mergeResumed(conversation, page, place));
    }
  }

  /** Loads what is missing in the timelines for which the answer has no page. */
  #repairOthers(answer: Resumed | null, endedChats: ReadonlySet<ConversationId>) {
    const { store, timelines } = this.#options;
    const isResumed = answer?.outcome === 'resumed';
    const withPage = new Set(answer?.timelines.map(({ conversation }) => conversation));
    for (const [id, timeline] of store.get().timelines) {
      const hasEnded = endedChats.has(id);
      if (timeline.state !== 'ready' || (withPage.has(id) && !hasEnded)) continue;
      inBackground(isResumed && !hasEnded ? timelines.keepUp(id) : timelines.repair(id));
    }
  }
}

/** Whether the interaction that ended is the one that runs as far as the client knows. */
function isRunning(
  { conversations }: InternalState,
  { conversation, number }: Resumed['ends'][number],
): boolean {
  return conversations.get(conversation)?.interaction?.number === number;
}

/** Where the timelines end that a resume can bring up to date; of too many, those that were opened last. */
function placesOf({ timelines }: InternalState): Place[] {
  return [...timelines]
    .filter(([, { state }]) => state === 'ready')
    .slice(-resumedTimelines)
    .map(([conversation, timeline]) => ({
      conversation,
      interaction: timeline.interaction,
      after: lastShown(timeline),
      since: timeline.rev,
    }));
}
