import { isChain, kindsIn, mayShow } from '@tieline/domain';
import { type CommandInput, type FreshReason, limits, type Resumed } from '@tieline/protocol';
import { type Changes, loadChanges, loadMoment, type Moment } from '../../store/load-changes.ts';
import { loadConversation } from '../../store/load-conversation.ts';
import { loadReader, type Reader } from '../../store/load-reader.ts';
import { loadSeatNews, type SeatNews } from '../../store/load-seats.ts';
import { loadTenant, type TenantRecord } from '../../store/load-tenant.ts';
import { loadUnheard } from '../../store/load-unheard.ts';
import { type EndedInteraction, loadLastEnds, loadUnheardEnds } from '../../store/write-conversation.ts';
import type { TenantDb } from '../../store/store.ts';
import { loadConversationViews } from '../../views/conversation-view.ts';
import { endView } from '../../views/end-view.ts';
import type { ResumePoint } from '../../views/resume-token.ts';
import { type Answer, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { readAs } from '../read-as.ts';
import { loadHistoryPage } from './load-history.ts';

/**
 * Brings a client up to date after its line was lost: what changed since its token, or that it has to load its lists
 * anew. Its socket hears events already, so that nothing falls between the two (DEL-7).
 */
export async function resume(
  context: Context,
  actor: Actor,
  input: CommandInput<'resume'>,
): Promise<Answer<Resumed>> {
  return readAs(context, actor, async (db) => {
    // The moment before all that is read: whatever commits after it is in the next answer, if not in this one.
    const [moment, tenant, reader] = await Promise.all([
      loadMoment(db),
      loadTenant(db),
      loadReader(db, actor.seat),
    ]);
    const here: ResumePoint = {
      cluster: moment.cluster,
      revision: tenant.revision,
      floor: moment.floor,
    };
    const since = input.token === null ? 'first' : context.resumeTokens.read(actor, input.token);
    const news = await loadNews(db, since, reader, tenant);
    const changes = await loadSince(db, since, moment, { reader, tenant, news });
    const isFresh = typeof changes === 'string';
    return yes({
      token: context.resumeTokens.write(actor, here),
      outcome: isFresh ? 'fresh' : 'resumed',
      reason: isFresh ? changes : null,
      ...(isFresh
        ? { conversations: [], gone: [], ends: await viewUnheardEnds(db, actor, changes) }
        : await viewChanges(db, tenant, { actor, reader }, changes)),
      rosterChanged: isFresh
        ? changes !== 'first'
        : news.kinds.some((kind) => mayShow(tenant.facts, actor.kind, kind)),
      timelines: await loadTimelines(db, actor, tenant, reader, input.timelines),
    });
  });
}

/** From where; null: the token cannot be read. */
type Since = ResumePoint | 'first' | null;

interface Resuming {
  readonly reader: Reader;
  readonly tenant: TenantRecord;
  readonly news: SeatNews;
}

/** What changed, or why that cannot be told. */
async function loadSince(
  db: TenantDb,
  since: Since,
  moment: Moment,
  { reader, tenant, news }: Resuming,
): Promise<Changes | FreshReason> {
  if (since === 'first') return 'first';
  if (since === null) return 'unreadable';
  if (since.cluster !== moment.cluster) return 'foreign';
  if (since.floor > moment.ceiling) return 'future';
  const isOfHere = since.revision >= tenant.settingsRevision && since.revision <= tenant.revision;
  if (!isOfHere || news.isOwn) return 'rules-changed';
  const archive = reader.archiveOf === null ? [] : [reader.archiveOf];
  const seatsSince = news.kinds.length > 0 ? since.revision : null;
  const changes = await loadChanges(db, [reader.seat, ...archive], kindsIn(tenant.facts), {
    floor: since.floor,
    seatsSince,
  });
  return changes ?? 'too-old';
}

/** Nearly always nobody was changed since, and the database is not asked. */
async function loadNews(
  db: TenantDb,
  since: Since,
  { seat }: Reader,
  { revision }: TenantRecord,
): Promise<SeatNews> {
  const isAsked = since !== null && since !== 'first' && since.revision < revision;
  return isAsked ? loadSeatNews(db, seat, since.revision) : { isOwn: false, kinds: [] };
}

async function viewChanges(
  db: TenantDb,
  tenant: TenantRecord,
  { actor, reader }: { readonly actor: Actor; readonly reader: Reader },
  { listed, over }: Changes,
): Promise<Pick<Resumed, 'conversations' | 'gone' | 'ends'>> {
  const views = await loadConversationViews(db, tenant.facts, reader, listed);
  const ended = new Set(over.map(({ id }) => id));
  const isGone = ({ id, archive }: (typeof views)[number]): boolean => archive === null && ended.has(id);
  const gone = views.filter(isGone).map(({ id }) => id);
  const still = views.filter((view) => !isGone(view));
  // One that runs again may have ended meanwhile as well, and something of it may have reached nobody.
  const again = new Set(
    still.filter(({ kind, archive }) => isChain(kind) && archive === null).map(({ id }) => id),
  );
  const unheard = again.size === 0 ? [] : await loadUnheardEnds(db, reader.seat);
  const ends = [
    ...(await loadLastEnds(db, gone)),
    ...unheard.filter(({ conversation }) => again.has(conversation)),
  ];
  return { conversations: still, gone, ends: await viewEnds(db, actor, ends) };
}

/** DEL-3: to whoever has lost the thread, and may still have what was written. */
async function viewUnheardEnds(db: TenantDb, actor: Actor, reason: FreshReason): Promise<Resumed['ends']> {
  return reason === 'first' ? [] : viewEnds(db, actor, await loadUnheardEnds(db, actor.seat));
}

async function viewEnds(
  db: TenantDb,
  { surface, seat }: Actor,
  ends: readonly Omit<EndedInteraction, 'members'>[],
): Promise<Resumed['ends']> {
  const told = await loadUnheard(db, ends, seat);
  return told.map((end) => endView(surface, seat, end));
}

/** As many as there is room for. What is missing the client asks for by itself, page by page. */
async function loadTimelines(
  db: TenantDb,
  actor: Actor,
  tenant: TenantRecord,
  reader: Reader,
  wanted: CommandInput<'resume'>['timelines'],
): Promise<Resumed['timelines']> {
  const timelines: Resumed['timelines'] = [];
  let room: number = limits.pageBytes;
  for (const { conversation, interaction, after, since = null } of wanted) {
    if (room <= 0) break;
    const input = { interaction, before: null, after, since, limit: null, room };
    const record = await loadConversation(db, conversation);
    const answer = await loadHistoryPage(db, actor, { conversation: record, tenant, reader }, input);
    timelines.push({ conversation, page: answer.ok ? answer.result.page : null });
    if (answer.ok) room -= answer.result.bytes;
  }
  return timelines;
}
