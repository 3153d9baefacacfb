import type { ConversationKind, ConversationView, Release, SeatKind } from '@tieline/protocol';
import { allow, type Decision, refuse } from '../decision.ts';
import type { InteractionFacts, Relation, TenantFacts } from '../facts.ts';
import { decideArchive, decideKind } from './tenancy.ts';

/** HIST-4: how many places of an expert chat the console shows; null: all. */
export const expertHistory: Record<Release, number | null> = { '9.9': 30, '9.10': null };

/** HIST-5: kinds that stand in a participant's list only while an interaction runs. */
export const kindsListedWhileRunning: readonly ConversationKind[] = ['agent'];

/** HIST-5: whether each interaction of such a chat begins with nothing of those before it. */
export function isChain(kind: ConversationKind): boolean {
  return kindsListedWhileRunning.includes(kind);
}

/** HIST-5: whether the chat is gone from its participants' consoles, so that the next message begins another one. */
export function isOver({
  kind,
  interaction,
}: {
  kind: ConversationKind;
  interaction: InteractionFacts;
}): boolean {
  return isChain(kind) && !interaction.running;
}

/** HIST-5, HIST-6: whether a reader sees a conversation only while an interaction runs in it, and whether one does. */
export function phaseOf(facts: {
  kind: ConversationKind;
  relation: Relation;
  interaction: InteractionFacts;
}): ConversationView['phase'] {
  if (facts.relation !== 'member' || !isChain(facts.kind)) return 'permanent';
  return facts.interaction.running ? 'running' : 'over';
}

interface Reading {
  readonly tenant: TenantFacts;
  readonly relation: Relation;
  /** Sequence of the newest message; 0 in an empty conversation. */
  readonly lastSeq: number;
}

export type HistoryFacts =
  | (Reading & { readonly kind: 'direct' })
  | (Reading & {
      readonly kind: 'room';
      readonly visibility: 'public' | 'private';
      readonly sharesEarlier: boolean;
      /** First sequence that came after the reader joined. */
      readonly joinedSeq: number;
    })
  | (Reading & { readonly kind: 'expert'; readonly side: SeatKind })
  | (Reading & { readonly kind: 'agent'; readonly interaction: InteractionFacts })
  | (Reading & { readonly kind: 'customer'; readonly interaction: InteractionFacts });

/** Messages from `fromSeq` on may be read. */
export type HistoryDecision = Decision<{ fromSeq: number }>;

const all = { fromSeq: 1 };

function decideExpert(facts: HistoryFacts & { kind: 'expert' }): HistoryDecision {
  switch (facts.side) {
    case 'office':
      return allow('HIST-3', all);
    case 'agent':
      return allow('HIST-4', { fromSeq: firstPlaceShown(facts) });
  }
}

function firstPlaceShown(facts: HistoryFacts): number {
  const count = placesShown(facts);
  return count === null ? 1 : Math.max(1, facts.lastSeq - count + 1);
}

function decideInteraction(rule: 'HIST-5' | 'HIST-8', interaction: InteractionFacts): HistoryDecision {
  return interaction.running ? allow(rule, { fromSeq: interaction.fromSeq }) : refuse(rule, 'no-interaction');
}

/** HIST: whether one message lies in what the reader sees. */
export function decideWithinHistory(window: HistoryDecision, seq: number): Decision {
  if (!window.allowed) return window;
  return seq >= window.fromSeq ? allow(window.rule) : refuse(window.rule, 'outside-history');
}

function decideOfArchive({ tenant, kind }: HistoryFacts): HistoryDecision {
  const archive = decideArchive(tenant);
  if (!archive.allowed) return archive;
  return kind === 'expert' || kind === 'agent' ? allow('HIST-6', all) : refuse('HIST-6', 'not-a-member');
}

/** HIST, TEN-2: how far back this reader sees. Monitors are decided by MON. */
export function decideHistory(facts: HistoryFacts): HistoryDecision {
  if (facts.relation === 'monitor') return refuse('MON-1', 'never-monitored');
  const exists = decideKind(facts.tenant, facts.kind);
  if (!exists.allowed) return exists;
  switch (facts.relation) {
    case 'archive':
      return decideOfArchive(facts);
    case 'member':
      return decideOfMember(facts);
  }
}

function decideOfMember(facts: HistoryFacts): HistoryDecision {
  switch (facts.kind) {
    case 'direct':
      return allow('HIST-1', all);
    case 'room':
      return allow(
        'HIST-2',
        facts.visibility === 'public' || facts.sharesEarlier ? all : { fromSeq: facts.joinedSeq },
      );
    case 'expert':
      return decideExpert(facts);
    case 'agent':
      return decideInteraction('HIST-5', facts.interaction);
    case 'customer':
      return decideInteraction('HIST-8', facts.interaction);
  }
}

/** HIST-4: how many of the newest places this reader sees, deleted ones included; null: no such limit. */
export function placesShown(facts: HistoryFacts): number | null {
  const isLimited = facts.kind === 'expert' && facts.side === 'agent' && facts.relation === 'member';
  return isLimited ? expertHistory[facts.tenant.release] : null;
}

/** HIST-8: whether an agent is shown earlier chats of a customer. */
export function decideEarlierChats(facts: { customerKnown: boolean; tenantAllows: boolean }): Decision {
  return facts.customerKnown && facts.tenantAllows ? allow('HIST-8') : refuse('HIST-8', 'earlier-chats-off');
}

const countedBySide: Record<SeatKind, ConversationView['counts']> = { office: 'all', agent: 'heard' };

/**
 * DEL-4, HIST-6: which messages of others count as unread for a reader. `heard`: all but what was sent while the
 * agent was logged out; `missed`: only that, since an archive offers nothing else.
 */
export function decideUnread(relation: Relation, side: SeatKind): ConversationView['counts'] {
  switch (relation) {
    case 'archive':
      return 'missed';
    case 'member':
    case 'monitor':
      return countedBySide[side];
  }
}
