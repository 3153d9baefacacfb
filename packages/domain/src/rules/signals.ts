import type { ConversationKind, Options } from '@tieline/protocol';
import { allow, type Decision, refuse } from '../decision.ts';
import type { Relation } from '../facts.ts';
import type { RuleId } from '../rule-ids.ts';
import type { Author } from './content.ts';

export type Signal = 'typing' | 'receipt';

const refusals = { typing: 'no-typing-here', receipt: 'no-receipts-here' } as const;

/** Whether a signal passes in a kind of conversation, and by which rule. */
interface Passing {
  readonly rule: RuleId;
  readonly passes: boolean;
}

const always = (rule: RuleId) => (): Passing => ({ rule, passes: true });
const never = (rule: RuleId) => (): Passing => ({ rule, passes: false });

/** `opening`: the rule of the option that lets the signal pass. `closed`: the rule that holds while it is off. */
function where(
  option: 'typing_across' | 'agent_signals' | 'office_receipts',
  opening: RuleId,
  closed: RuleId,
): (options: Options) => Passing {
  return (options) =>
    options[option] === 'on' ? { rule: opening, passes: true } : { rule: closed, passes: false };
}

/** SIG, OPT: what passes between the members of each kind of conversation. */
const signalTable: {
  readonly [Kind in ConversationKind]: { readonly [Of in Signal]: (options: Options) => Passing };
} = {
  direct: { typing: always('SIG-4'), receipt: where('office_receipts', 'SIG-4', 'OPT-6') },
  room: { typing: always('SIG-4'), receipt: where('office_receipts', 'SIG-4', 'OPT-6') },
  expert: { typing: where('typing_across', 'OPT-2', 'SIG-5'), receipt: never('SIG-5') },
  agent: {
    typing: where('agent_signals', 'OPT-3', 'SIG-6'),
    receipt: where('agent_signals', 'OPT-3', 'SIG-6'),
  },
  customer: { typing: always('SIG-7'), receipt: always('SIG-7') },
};

export interface SignalFacts {
  readonly signal: Signal;
  readonly kind: ConversationKind;
  readonly options: Options;
  /** How the one who types or reads is tied to the conversation. */
  readonly relation: Relation;
  readonly from: Author;
  readonly to: Author;
  /** The one who types or reads is invisible at this moment. */
  readonly invisible: boolean;
}

/** The sides that meet in each kind of conversation. */
const sides: { readonly [Kind in ConversationKind]: readonly Author[] } = {
  direct: ['office'],
  room: ['office'],
  expert: ['office', 'agent'],
  agent: ['agent'],
  customer: ['agent', 'customer'],
};

function meet({ kind, from, to }: SignalFacts): boolean {
  const of = sides[kind];
  return of.includes(from) && of.includes(to) && (of.length === 1 || from !== to);
}

/** Who types or reads without taking part: a supervisor looking on, or somebody in the archive of the own agent seat. */
const bystanders: Record<Exclude<Relation, 'member'>, RuleId> = { monitor: 'SIG-3', archive: 'HIST-7' };

/** SIG: does a typing indicator or read receipt pass from one to another? */
export function decideSignal(facts: SignalFacts): Decision {
  const { signal, relation } = facts;
  if (relation !== 'member') return refuse(bystanders[relation], refusals[signal]);
  if (!meet(facts)) return refuse('SIG-5', refusals[signal]);
  if (facts.invisible) return refuse('SIG-9', 'invisible-sends-nothing');
  const { rule, passes } = signalTable[facts.kind][signal](facts.options);
  return passes ? allow(rule) : refuse(rule, refusals[signal]);
}
