import {
  decideBody,
  decideEnd,
  decideHistory,
  decideSend,
  decideSignal,
  decideUnread,
  fateWhileAway,
  fullestRoster,
  type Numbering,
  numberingOf,
  phaseOf,
  placesShown,
  projectExcerpt,
  receiptOptionOf,
  sectionOf,
  type Signal,
  type StoredMessage,
  type TenantFacts,
} from '@tieline/domain';
import {
  type Ability,
  abilityOf,
  type ConversationId,
  type ConversationView,
  type SeatId,
} from '@tieline/protocol';
import type { ConversationRecord } from '../store/load-conversation.ts';
import { loadNewestMessages } from '../store/load-messages.ts';
import type { Reader } from '../store/load-reader.ts';
import { loadSeats, type SeatRecord } from '../store/load-seats.ts';
import { loadReadStates, type ReadState } from '../store/read-marks.ts';
import type { TenantDb } from '../store/store.ts';
import { presenceView } from './entry-view.ts';
import { historyFacts, readingOf, type Standing } from './standing.ts';

interface Placed {
  readonly conversation: ConversationRecord;
  readonly standing: Standing;
  readonly self: SeatRecord;
  readonly peer: SeatRecord;
  /** The first sequence that the reader may see; past the end where there is nothing to see. */
  readonly fromSeq: number;
  /** No interaction runs: nothing of the conversation is told (HIST-5). */
  readonly isOver: boolean;
  readonly phase: ConversationView['phase'];
  readonly numbering: Numbering;
  readonly counts: ConversationView['counts'];
  /** How many of the newest places the reader sees (HIST-4). */
  readonly places: number | null;
}

/**
 * What stands in a reader's list for each of these conversations; one that the reader may not see is left out.
 * A fixed number of queries, however many conversations there are.
 */
export async function loadConversationViews(
  db: TenantDb,
  tenant: TenantFacts,
  reader: Reader,
  conversations: readonly ConversationRecord[],
): Promise<ConversationView[]> {
  if (conversations.length === 0) return [];
  const seats = await loadSeats(db, [
    ...new Set([...conversations.flatMap((conversation) => conversation.members), reader.seat]),
  ]);
  const viewer = seats.get(reader.seat);
  if (!viewer) return [];
  const placed = conversations.flatMap((conversation) => place(tenant, reader, conversation, seats));
  const readings = placed.map(({ conversation, standing, fromSeq, counts }) => ({
    conversation: conversation.id,
    fromSeq,
    toSeq: conversation.lastSeq,
    counts,
    self: standing.self,
    peer: standing.peer,
    receipts: receiptOptionOf(conversation.kind),
  }));
  const [newest, reads] = await Promise.all([
    loadNewestMessages(db, readings),
    loadReadStates(db, reader.seat, readings),
  ]);
  return placed.map((item) => shape(tenant, viewer, item, newest, reads));
}

function place(
  tenant: TenantFacts,
  reader: Reader,
  conversation: ConversationRecord,
  seats: ReadonlyMap<SeatId, SeatRecord>,
): Placed[] {
  const standing = readingOf(tenant, conversation, reader);
  const self = standing && seats.get(standing.self);
  const peer = standing && seats.get(standing.peer);
  if (!standing || !self || !peer) return [];
  const facts = historyFacts(tenant, conversation, standing.relation, self.facts.kind);
  const history = decideHistory(facts);
  const fromSeq = history.allowed ? history.fromSeq : conversation.lastSeq + 1;
  const { kind, interaction } = conversation;
  const { relation } = standing;
  return [
    {
      conversation,
      standing,
      self,
      peer,
      fromSeq,
      isOver: !history.allowed,
      phase: phaseOf({ kind, relation, interaction }),
      numbering: numberingOf({ kind, relation, interaction }),
      counts: decideUnread(relation, self.facts.kind),
      places: placesShown(facts),
    },
  ];
}

/** How far somebody has read; a mark of an earlier interaction is none (HIST-5). */
function markOf({ isOver, numbering }: Placed, seq: number): number {
  return isOver ? 0 : Math.max(0, seq - numbering.seq);
}

function shape(
  tenant: TenantFacts,
  viewer: SeatRecord,
  item: Placed,
  newest: ReadonlyMap<ConversationId, StoredMessage>,
  reads: ReadonlyMap<ConversationId, ReadState>,
): ConversationView {
  const { conversation, standing, self, peer } = item;
  const message = newest.get(conversation.id);
  const read = reads.get(conversation.id);
  const roster = fullestRoster(tenant, viewer.facts, peer.facts);
  const abilities = abilitiesOf(tenant, item);
  const away = fateWhileAway(sendFacts(tenant, item));
  return {
    id: conversation.id,
    kind: conversation.kind,
    archive:
      standing.relation === 'archive'
        ? { seat: self.facts.seat, kind: self.facts.kind, name: self.name }
        : null,
    peer: {
      seat: peer.facts.seat,
      kind: peer.facts.kind,
      name: peer.name,
      title: peer.title,
      roster,
      presence: roster === null ? { word: 'offline', since: null } : presenceView(peer, roster),
    },
    lastSeq: item.isOver ? 0 : conversation.lastSeq - item.numbering.seq,
    rev: item.isOver ? 0 : conversation.rev - item.numbering.rev,
    lastAt: message?.at ?? null,
    excerpt: message ? projectExcerpt(message) : '',
    excerptFrom: message?.sender.seat ?? null,
    readSeq: markOf(item, read?.readSeq ?? 0),
    peerReadSeq: abilities.receipts.allowed ? markOf(item, read?.peerReadSeq ?? 0) : null,
    unread: read?.unread ?? 0,
    counts: item.counts,
    places: item.places,
    whileAway: away && { fate: away.fate, rule: away.rule },
    section: sectionOf({ kind: conversation.kind, relation: standing.relation, side: self.facts.kind }),
    phase: item.phase,
    interaction: interactionOf(item),
    abilities,
  };
}

function interactionOf({ conversation, standing }: Placed): ConversationView['interaction'] {
  const { interaction, interactionStartedAt: startedAt } = conversation;
  if (!interaction.running || startedAt === null || standing.relation !== 'member') return null;
  return { number: interaction.number, startedAt };
}

/** A plain message of the reader, while both are logged in. */
function sendFacts(tenant: TenantFacts, { conversation, standing, self, peer }: Placed) {
  const { kind, interaction } = conversation;
  return {
    tenant,
    sender: { ...self.facts, loggedIn: true },
    relation: standing.relation,
    body: 'plain',
    target: { to: 'seat', kind, receiver: { ...peer.facts, loggedIn: true }, interaction },
  } as const;
}

/**
 * What the reader may do here. Who is logged in this second is left out of `send`: it would be out of date at
 * once, and the answer to the send tells it.
 */
function abilitiesOf(tenant: TenantFacts, item: Placed): ConversationView['abilities'] {
  const { conversation, standing, self, peer } = item;
  const { kind, interaction } = conversation;
  const { relation } = standing;
  const { options } = tenant;
  const body = (form: 'rich' | 'file'): Ability =>
    abilityOf(decideBody({ author: self.facts.kind, kind, body: form, options }));
  // Whether somebody is invisible at this moment would be out of date at once, too.
  const between = { kind, options, relation, invisible: false };
  const signal = (name: Signal, from: SeatRecord, to: SeatRecord): Ability =>
    abilityOf(decideSignal({ ...between, signal: name, from: from.facts.kind, to: to.facts.kind }));
  return {
    send: abilityOf(decideSend(sendFacts(tenant, item))),
    rich: body('rich'),
    files: body('file'),
    typing: signal('typing', self, peer),
    receipts: signal('receipt', peer, self),
    end: abilityOf(decideEnd({ kind, relation, interaction })),
  };
}
