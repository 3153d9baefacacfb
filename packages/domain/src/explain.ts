import type { OptionSettings, Roster, SeatId, SeatKind, SignInSurface } from '@tieline/protocol';
import { decideAudience, type Hearer } from './audience.ts';
import { allow, type Decision, refuse } from './decision.ts';
import {
  deliveryInWords,
  historyInWords,
  looksInWords,
  optionInWords,
  policyInWords,
  presenceInWords,
  type Statement,
} from './explain-words.ts';
import type { InteractionFacts, Relation, SeatFacts, TenantFacts } from './facts.ts';
import { participantOf } from './participant.ts';
import { type BodyKind, decideBody } from './rules/content.ts';
import { decideSend, type SendDecision } from './rules/delivery.ts';
import { decideHistory, type HistoryFacts } from './rules/history.ts';
import { conversationKindOf, decideStart } from './rules/messaging.ts';
import { explainOptions, type OptionExplanation } from './rules/options.ts';
import {
  decideLiveMonitor,
  decidePolicy,
  type MonitorFacts,
  type Policy,
  type PolicyFacts,
} from './rules/monitoring.ts';
import { fullestRoster } from './rules/rosters.ts';
import { decideSignal, type Signal } from './rules/signals.ts';
import { decideKind, decideSameTenant } from './rules/tenancy.ts';
import { sideOfSurface } from './surfaces.ts';

/** One setting, monitoring or transcripts, of the tenant and of every group of either seat. */
export type PolicySettings = Pick<PolicyFacts & { kind: 'agent' }, 'tenant' | 'groups'>;

/**
 * The rules and the settings of the company. Statuses, running interactions and messages are not among the facts, so
 * that no answer can tell them (EXPL-3).
 */
export interface ExplainFacts {
  readonly tenant: TenantFacts;
  readonly from: SeatFacts;
  readonly to: SeatFacts;
  readonly options: OptionSettings;
  readonly monitoring: PolicySettings;
  readonly transcripts: PolicySettings;
  readonly supervisors: readonly (Pick<MonitorFacts, 'assignedGroups' | 'assignedQueues'> & {
    readonly seat: SeatId;
  })[];
}

export interface ReaderStatement extends Statement {
  readonly reader: { readonly seat: SeatId; readonly surface: SignInSurface; readonly relation: Relation };
}

/** How a seat looks to the other one. `roster`: the one that shows most; null where none holds the entry. */
export interface PresenceStatement extends Statement {
  readonly roster: Roster | null;
}

/** "May A message B, what would B see, who could monitor it, and by which rule" (EXPL-2). Seats have no names yet. */
export interface Explanation {
  readonly from: { readonly seat: SeatId; readonly kind: SeatKind };
  readonly to: { readonly seat: SeatId; readonly kind: SeatKind };
  readonly conversation: ReturnType<typeof conversationKindOf>;
  readonly start: Decision;
  /** For two who are both logged in. */
  readonly send: SendDecision;
  /** The same in an interaction that `to` has begun (START); as `send` where the conversation has no interactions. */
  readonly answer: SendDecision;
  /** What becomes of a message, for each state that the receiver may be in. */
  readonly delivery: Statement;
  readonly presence: { readonly fromSees: PresenceStatement; readonly toSees: PresenceStatement };
  readonly history: readonly ReaderStatement[];
  /** What each reader makes of each body that one of the two may write. */
  readonly content: readonly (ReaderStatement & { readonly body: BodyKind })[];
  readonly signals: { readonly typing: Decision; readonly receipts: Decision };
  /** What the company opens beyond the classic form, and what it leaves as it is. */
  readonly options: readonly (OptionExplanation & Statement)[];
  /** For an interaction that would start now; one that runs keeps what it was stamped with (MON-4). */
  readonly monitoring: {
    readonly live: Decision;
    readonly transcript: Decision;
    readonly source: string;
    readonly supervisors: readonly { readonly seat: SeatId; readonly may: Decision }[];
  };
}

/** What `viewer` sees of `entry` where it sees most of it. */
function explainPresence(tenant: TenantFacts, viewer: SeatFacts, entry: SeatFacts): PresenceStatement {
  const roster = fullestRoster(tenant, viewer, entry);
  return { roster, ...presenceInWords(entry.kind, roster, tenant.options) };
}

/** Everybody who reads the conversation. A pair that cannot have one has no readers, so nothing is told of them. */
function readersOf({ tenant, from, to }: ExplainFacts): readonly Hearer[] {
  if (!decideSameTenant(tenant, from, to).allowed || from.seat === to.seat) return [];
  return decideAudience({
    event: 'message',
    kind: conversationKindOf(from, to),
    sender: from.seat,
    participants: [participantOf(tenant, from), participantOf(tenant, to)],
    missed: false,
  });
}

function readerOf({ seat, surface, relation }: Hearer): ReaderStatement['reader'] {
  return { seat, surface, relation };
}

/** An interaction that one of the two has begun. Whether one runs at this hour is not asked (EXPL-3). */
function begunBy({ seat }: SeatFacts): InteractionFacts {
  return { running: true, number: 1, fromSeq: 1, fromRev: 1, startedBy: seat };
}

function historyFactsOf(facts: ExplainFacts, { relation, surface }: Hearer): HistoryFacts {
  const lastSeq = 0;
  const { tenant } = facts;
  const kind = conversationKindOf(facts.from, facts.to);
  switch (kind) {
    case 'direct':
      return { tenant, kind, relation, lastSeq };
    case 'expert':
      return { tenant, kind, relation, lastSeq, side: sideOfSurface(surface) };
    case 'agent':
      return { tenant, kind, relation, lastSeq, interaction: begunBy(facts.from) };
  }
}

function explainHistory(facts: ExplainFacts, hearer: Hearer): ReaderStatement {
  const decision = decideHistory(historyFactsOf(facts, hearer));
  return { reader: readerOf(hearer), ...historyInWords(decision, facts.tenant.release) };
}

const bodies: readonly BodyKind[] = ['plain', 'rich', 'file'];

function explainContent({ tenant, from, to }: ExplainFacts, hearer: Hearer): Explanation['content'] {
  const { options } = tenant;
  const kind = conversationKindOf(from, to);
  const looks = looksInWords[hearer.surface];
  return bodies
    .filter((body) =>
      [from, to].some((author) => decideBody({ author: author.kind, kind, body, options }).allowed),
    )
    .map((body) => ({ reader: readerOf(hearer), body, ...looks[body] }));
}

function policyAsDecision({ rule, on, source }: Policy): Decision {
  if (on) return allow(rule);
  return refuse(rule, source.level === 'kind' ? 'never-monitored' : 'policy-off');
}

function explainMonitoring(facts: ExplainFacts): Explanation['monitoring'] {
  const kind = conversationKindOf(facts.from, facts.to);
  const policyOf = ({ tenant, groups }: PolicySettings): Policy =>
    decidePolicy(kind === 'agent' ? { kind, tenant, groups } : { kind });
  const live = policyOf(facts.monitoring);
  const transcript = policyOf(facts.transcripts);
  const interaction = {
    viewer: { kind: 'agent', supervisor: true },
    kind,
    groups: [...facts.from.groups, ...facts.to.groups],
    queue: null,
    stamp: { monitored: live.on, transcript: transcript.on },
    running: true,
  } as const;
  return {
    live: policyAsDecision(live),
    transcript: policyAsDecision(transcript),
    source: `${policyInWords('Monitoring', live)} ${policyInWords('Transcripts', transcript)}`,
    supervisors: facts.supervisors.map(({ seat, assignedGroups, assignedQueues }) => ({
      seat,
      may: decideLiveMonitor({ ...interaction, assignedGroups, assignedQueues }),
    })),
  };
}

/** EXPL-2: who may ask. */
export function decideExplain(asker: { administrator: boolean }): Decision {
  return asker.administrator ? allow('EXPL-2') : refuse('EXPL-2', 'not-an-administrator');
}

/** A message of `from`, who is logged in, to `to` in a state that is supposed. */
function explainSend(
  { tenant, from, to }: ExplainFacts,
  supposed: { readonly loggedIn: boolean; readonly interaction: InteractionFacts },
): SendDecision {
  return decideSend({
    tenant,
    sender: { ...from, loggedIn: true },
    relation: 'member',
    body: 'plain',
    target: {
      to: 'seat',
      kind: conversationKindOf(from, to),
      receiver: { ...to, loggedIn: supposed.loggedIn },
      interaction: supposed.interaction,
    },
  });
}

/** Nothing passes between two who can have no chat. */
function explainSignal({ tenant, from, to }: ExplainFacts, signal: Signal): Decision {
  const kind = conversationKindOf(from, to);
  const exists = decideKind(tenant, kind);
  if (!exists.allowed) return exists;
  const start = decideStart(tenant, from, to);
  if (!start.allowed && start.rule === 'START-12') return start;
  return decideSignal({
    signal,
    kind,
    options: tenant.options,
    relation: 'member',
    from: from.kind,
    to: to.kind,
    // What holds for somebody who is visible: who is not, an administrator asks of nobody (PRES-2).
    invisible: false,
  });
}

/** EXPL-2: what every table says about one seat that writes to another, whatever the two do at this hour (EXPL-3). */
export function explain(facts: ExplainFacts): Explanation {
  const { tenant, from, to } = facts;
  const conversation = conversationKindOf(from, to);
  const interaction: InteractionFacts = { running: false };
  const send = explainSend(facts, { loggedIn: true, interaction });
  const loggedOut = explainSend(facts, { loggedIn: false, interaction });
  const answer =
    conversation === 'agent' ? explainSend(facts, { loggedIn: true, interaction: begunBy(to) }) : send;
  const readers = readersOf(facts);
  return {
    from: { seat: from.seat, kind: from.kind },
    to: { seat: to.seat, kind: to.kind },
    conversation,
    start: decideStart(tenant, from, to),
    send,
    answer,
    delivery: deliveryInWords({ send, answer, loggedOut }, to),
    presence: { fromSees: explainPresence(tenant, from, to), toSees: explainPresence(tenant, to, from) },
    history: readers.map((reader) => explainHistory(facts, reader)),
    content: readers
      .filter((reader) => decideHistory(historyFactsOf(facts, reader)).allowed)
      .flatMap((reader) => explainContent(facts, reader)),
    signals: { typing: explainSignal(facts, 'typing'), receipts: explainSignal(facts, 'receipt') },
    options: explainOptions(facts.options).map((one) => ({
      ...one,
      sentence: optionInWords(one.option, one.value),
    })),
    monitoring: explainMonitoring(facts),
  };
}
