import type { OptionSettings, SeatId, SeatKind, Surface } from '@tieline/protocol';
import { decideAudience, type Hearer, type Participant } from './audience.ts';
import { allow, type Decision, refuse } from './decision.ts';
import {
  deliveryInWords,
  historyInWords,
  looksInWords,
  optionInWords,
  policyInWords,
  type Statement,
} from './explain-words.ts';
import type { InteractionFacts, PresenceFacts, Relation, SeatFacts, TenantFacts } from './facts.ts';
import type { RuleId } from './rule-ids.ts';
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
import { type Appearance, decideAppearance } from './rules/presence.ts';
import { fullestRoster } from './rules/rosters.ts';
import { decideSignal } from './rules/signals.ts';
import { decideSameTenant } from './rules/tenancy.ts';

/** One setting, monitoring or transcripts, of the tenant and of every group of either seat. */
export type PolicySettings = Pick<PolicyFacts & { kind: 'agent' }, 'tenant' | 'groups'>;

export interface ExplainFacts {
  readonly tenant: TenantFacts;
  readonly from: SeatFacts;
  readonly to: SeatFacts;
  readonly fromPresence: PresenceFacts;
  readonly toPresence: PresenceFacts;
  readonly interaction: InteractionFacts;
  /** Sequence of the newest message that the two have; 0 where there is none. */
  readonly lastSeq: number;
  readonly options: OptionSettings;
  readonly monitoring: PolicySettings;
  readonly transcripts: PolicySettings;
  readonly supervisors: readonly (Pick<MonitorFacts, 'assignedGroups' | 'assignedQueues'> & {
    readonly seat: SeatId;
  })[];
}

export interface ReaderStatement extends Statement {
  readonly reader: { readonly seat: SeatId; readonly surface: Surface; readonly relation: Relation };
}

/** "May A message B, what would B see, who could monitor it, and by which rule" (EXPL-2). Seats have no names yet. */
export interface Explanation {
  readonly from: { readonly seat: SeatId; readonly kind: SeatKind };
  readonly to: { readonly seat: SeatId; readonly kind: SeatKind };
  readonly conversation: ReturnType<typeof conversationKindOf>;
  readonly start: Decision;
  readonly send: SendDecision;
  readonly delivery: Statement;
  /** `rule` is the one by which `from` sees `to`; each of the two appearances names its own. */
  readonly presence: { readonly rule: RuleId; readonly fromSees: Appearance; readonly toSees: Appearance };
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

/** What `viewer` sees of `entry` where it sees most of it. No roster that holds it: nothing is sent (PRES-9). */
function explainPresence(
  tenant: TenantFacts,
  viewer: SeatFacts,
  entry: SeatFacts,
  facts: PresenceFacts,
): Appearance {
  const roster = fullestRoster(tenant, viewer, entry);
  return roster ? decideAppearance(facts, roster) : { rule: 'PRES-9', word: 'offline', since: null };
}

function participantOf({ seat, kind, officeSeat }: SeatFacts): Participant {
  return { seat, kind, officeSeat };
}

/** Everybody who reads the conversation. A pair that cannot have one has no readers, so nothing is told of them. */
function readersOf({ tenant, from, to }: ExplainFacts): readonly Hearer[] {
  if (!decideSameTenant(tenant, from, to).allowed || from.seat === to.seat) return [];
  return decideAudience({
    event: 'message',
    kind: conversationKindOf(from, to),
    sender: from.seat,
    participants: [participantOf(from), participantOf(to)],
    missed: false,
  });
}

function readerOf({ seat, surface, relation }: Hearer): ReaderStatement['reader'] {
  return { seat, surface, relation };
}

function historyFactsOf(facts: ExplainFacts, { relation, surface }: Hearer): HistoryFacts {
  const { interaction, lastSeq } = facts;
  const { release } = facts.tenant;
  const kind = conversationKindOf(facts.from, facts.to);
  switch (kind) {
    case 'direct':
      return { kind, relation, lastSeq };
    case 'expert':
      return { kind, relation, lastSeq, side: surface === 'office' ? 'office' : 'agent', release };
    case 'agent':
      return { kind, relation, lastSeq, interaction };
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
  const looks = looksInWords[hearer.surface === 'office' ? 'office' : 'console'];
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

/** EXPL-2: what every table says about one seat that writes to another, as things are now. */
export function explain(facts: ExplainFacts): Explanation {
  const { tenant, from, to, interaction } = facts;
  const conversation = conversationKindOf(from, to);
  const target = { to: 'seat', kind: conversation, receiver: to, interaction } as const;
  // A sender is somebody who is there. Whether this one is, an administrator asks of nobody who is invisible (PRES-2).
  const sender = { ...from, loggedIn: true };
  const send = decideSend({ tenant, sender, relation: 'member', body: 'plain', target });
  const fromSees = explainPresence(tenant, from, to, facts.toPresence);
  const toSees = explainPresence(tenant, to, from, facts.fromPresence);
  // What holds for somebody who is visible: who is not, an administrator asks of nobody (PRES-2).
  const parties = {
    kind: conversation,
    options: tenant.options,
    relation: 'member',
    from: from.kind,
    to: to.kind,
    invisible: false,
  } as const;
  const readers = readersOf(facts);
  return {
    from: { seat: from.seat, kind: from.kind },
    to: { seat: to.seat, kind: to.kind },
    conversation,
    start: decideStart(tenant, from, to),
    send,
    delivery: deliveryInWords(send, to),
    presence: { rule: fromSees.rule, fromSees, toSees },
    history: readers.map((reader) => explainHistory(facts, reader)),
    content: readers.flatMap((reader) => explainContent(facts, reader)),
    signals: {
      typing: decideSignal({ signal: 'typing', ...parties }),
      receipts: decideSignal({ signal: 'receipt', ...parties }),
    },
    options: explainOptions(facts.options).map((one) => ({
      ...one,
      sentence: optionInWords(one.option, one.value),
    })),
    monitoring: explainMonitoring(facts),
  };
}
