import {
  decideHistory,
  type Numbering,
  numberingOf,
  projectMessage,
  renumbered,
  type StoredMessage,
} from '@tieline/domain';
import { type ConversationId, type HistoryPage, limits } from '@tieline/protocol';
import type { ConversationRecord } from '../../store/load-conversation.ts';
import { loadChangedMessages, loadMessages, type MessagePage } from '../../store/load-messages.ts';
import type { TenantDb } from '../../store/store.ts';
import { historyFacts, readingOf } from '../../views/standing.ts';
import { type Answer, no, refused, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { loadReading, type Reading } from '../load-reading.ts';
import { readAs } from '../read-as.ts';

export interface PageInput {
  /** The one that the places and changes belong to; undefined: whichever runs, if any does. */
  readonly interaction?: number | null | undefined;
  readonly before: number | null;
  readonly after: number | null;
  /** With `after`: the change after which others count, of the messages up to there. */
  readonly since: number | null;
  readonly limit: number | null;
}

export interface HistoryInput extends PageInput {
  readonly conversation: ConversationId;
}

/** A page of what the reader may see of a conversation, in the reader's view. */
export async function loadHistory(
  context: Context,
  actor: Actor,
  input: HistoryInput,
): Promise<Answer<HistoryPage>> {
  return readAs(context, actor, async (db) => {
    const reading = await loadReading(db, actor, input.conversation);
    const asked = { ...input, room: limits.pageBytes };
    const answer = await loadHistoryPage(db, actor, reading, asked);
    return answer.ok ? yes(answer.result.page) : answer;
  });
}

export interface LoadedPage {
  readonly page: HistoryPage;
  /** Bytes of what was written in its messages. */
  readonly bytes: number;
}

/** The same on a connection that somebody has already. `room`: bytes that its messages may have. */
export async function loadHistoryPage(
  db: TenantDb,
  actor: Actor,
  { conversation, tenant, reader }: Reading,
  input: PageInput & { readonly room: number },
): Promise<Answer<LoadedPage>> {
  const standing = conversation && readingOf(tenant.facts, conversation, reader);
  if (!standing) return no('not-found');
  // An archive is read from the office seat, so its side makes no difference: HIST-6 shows all of it.
  const window = decideHistory(historyFacts(tenant.facts, conversation, standing.relation, actor.kind));
  if (!window.allowed)
    return window.code === 'no-interaction'
      ? yes({ page: emptyPage(window.rule), bytes: 0 })
      : refused(window);
  const { kind, interaction } = conversation;
  const numbering = numberingOf({ kind, relation: standing.relation, interaction });
  const places = absolutePlaces(input, numbering);
  const found = await loadMessages(db, {
    conversation: conversation.id,
    fromSeq: window.fromSeq,
    before: places.before,
    after: places.after,
    limit: Math.min(input.limit ?? 50, limits.historyPage),
    room: input.room,
  });
  const changed = await loadChanged(db, conversation, window.fromSeq, places);
  const view = (message: StoredMessage) =>
    projectMessage(actor.surface, renumbered(message, numbering), actor.seat);
  const page = {
    interaction: numbering.interaction,
    messages: found.messages.map(view),
    ...endsOf(found, places, { ...window, lastSeq: conversation.lastSeq }),
    rev: conversation.rev - numbering.rev,
    from: window.fromSeq - numbering.seq,
    changed: changed && changed.map(view),
    rule: window.rule,
  };
  return yes({ page, bytes: found.bytes });
}

type Places = Pick<PageInput, 'before' | 'after' | 'since'>;

/** The same in the numbers of the conversation. Places of an interaction that is over say that nothing of this one is there. */
function absolutePlaces({ interaction, before, after, since }: PageInput, numbering: Numbering): Places {
  const isOver = interaction !== undefined && interaction !== numbering.interaction;
  const absolute = (number: number | null, first: number): number | null =>
    number === null ? null : (isOver ? 0 : number) + first;
  return {
    before: isOver ? null : absolute(before, numbering.seq),
    after: absolute(after, numbering.seq),
    since: absolute(since, numbering.rev),
  };
}

function emptyPage(rule: string): HistoryPage {
  return {
    interaction: null,
    messages: [],
    hasBefore: false,
    hasAfter: false,
    rev: 0,
    from: null,
    changed: [],
    rule,
  };
}

/** Null where there are more than a page holds. */
async function loadChanged(
  db: TenantDb,
  { id, rev }: ConversationRecord,
  fromSeq: number,
  { after, since }: Places,
): Promise<readonly StoredMessage[] | null> {
  if (after === null || since === null || since >= rev) return [];
  const limit = limits.historyPage;
  const found = await loadChangedMessages(db, {
    conversation: id,
    fromSeq,
    toSeq: after,
    since,
    limit: limit + 1,
  });
  return found.length > limit ? null : found;
}

function endsOf(
  { messages, more }: MessagePage,
  { before, after }: Places,
  window: { readonly fromSeq: number; readonly lastSeq: number },
): Pick<HistoryPage, 'hasBefore' | 'hasAfter'> {
  const forward = after !== null;
  // Where nothing was found, the page lies between the place that was asked for and the end behind it.
  const first = messages[0]?.seq ?? Math.min(after ?? 0, window.lastSeq) + 1;
  const last = messages.at(-1)?.seq ?? (before ?? 1) - 1;
  return {
    hasBefore: forward ? first > window.fromSeq : more,
    hasAfter: forward ? more : last < window.lastSeq,
  };
}
