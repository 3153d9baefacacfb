import type { ConversationKind } from '@tieline/protocol';
import { allow, type Decision, refuse } from '../decision.ts';
import type { Relation } from '../facts.ts';
import type { Author } from './content.ts';

export type Signal = 'typing' | 'receipt';

const refusals = { typing: 'no-typing-here', receipt: 'no-receipts-here' } as const;
const contactCenterKinds: readonly ConversationKind[] = ['agent', 'customer'];

export interface SignalFacts {
  readonly signal: Signal;
  readonly kind: ConversationKind;
  readonly from: Author;
  readonly to: Author;
  readonly relation: Relation;
}

/** SIG: does a typing indicator or read receipt pass from one participant to another? */
export function decideSignal(facts: SignalFacts): Decision {
  if (facts.relation === 'monitor') return refuse('SIG-3', refusals[facts.signal]);
  const office = facts.relation === 'archive' || facts.from === 'office' || facts.to === 'office';
  if (office) return refuse('SIG-2', refusals[facts.signal]);
  if (!contactCenterKinds.includes(facts.kind)) return refuse('SIG-1', refusals[facts.signal]);
  return allow('SIG-1');
}
