import type { SeatId } from '@tieline/protocol';
import { allow, type Decision, refuse } from '../decision.ts';

/** CUST-2: chats that an agent has at once, where the tenant sets nothing else. */
export const defaultChatCapacity = 6;

/** CUST-1: place in the queue (1 is next) and expected wait in seconds; null where nobody serves. */
export function decidePlace(facts: {
  ahead: number;
  averageChatSeconds: number;
  places: number;
}): Decision<{ position: number; waitSeconds: number | null }> {
  const position = facts.ahead + 1;
  const waitSeconds =
    facts.places > 0 ? Math.ceil((position / facts.places) * facts.averageChatSeconds) : null;
  return allow('CUST-1', { position, waitSeconds });
}

export type OfferAnswer = 'accept' | 'reject' | 'silence';

/** CUST-2: what an agent's answer to an offer does to the chat and to the agent. */
export function decideOffer(
  answer: OfferAnswer,
  tenant: { rejectingAllowed: boolean },
): Decision<{ chat: 'assigned' | 'offered-on'; agent: 'unchanged' | 'work-offline' }> {
  switch (answer) {
    case 'accept':
      return allow('CUST-2', { chat: 'assigned', agent: 'unchanged' });
    case 'reject':
      return tenant.rejectingAllowed
        ? allow('CUST-2', { chat: 'offered-on', agent: 'unchanged' })
        : refuse('CUST-2', 'rejecting-not-allowed');
    case 'silence':
      return allow('CUST-2', { chat: 'offered-on', agent: 'work-offline' });
  }
}

export type ChatAct = 'transfer' | 'consult' | 'close';

/** CUST-4: may this agent do this with the chat? `customerSees`: whether the customer learns of it. */
export function decideChatAct(
  act: ChatAct,
  facts: { agent: SeatId; assignedTo: SeatId | null; running: boolean },
): Decision<{ customerSees: boolean; needsWrapUpCode: boolean }> {
  if (!facts.running) return refuse('CUST-4', 'no-interaction');
  if (facts.assignedTo !== facts.agent) return refuse('CUST-4', 'not-the-agent');
  return allow('CUST-4', { customerSees: act !== 'consult', needsWrapUpCode: act === 'close' });
}

/** CUST-5: where a chat goes when its agent logs out or is lost. */
export function decideAgentLost(facts: {
  running: boolean;
}): Decision<{ place: 'head'; keepsHistory: true; tellCustomer: true }> {
  if (!facts.running) return refuse('CUST-5', 'no-interaction');
  return allow('CUST-5', { place: 'head', keepsHistory: true, tellCustomer: true });
}

/** CUST-6: whether a customer who arrives waits in the queue or leaves a message, which waits there. */
export function decideArrival(facts: {
  open: boolean;
  agentsServing: number;
}): Decision<{ arrival: 'queue' | 'leave-message' }> {
  if (!facts.open) return allow('CUST-6', { arrival: 'leave-message' });
  return facts.agentsServing > 0
    ? allow('START-9', { arrival: 'queue' })
    : allow('CUST-6', { arrival: 'leave-message' });
}

/** CUST-7: a visitor is a signed identity or the token of one widget, and sees the chats of that alone. */
export type Visitor =
  { readonly by: 'identity'; readonly id: string } | { readonly by: 'token'; readonly id: string };

export function decideVisitor(visitor: Visitor, owner: Visitor): Decision {
  return visitor.by === owner.by && visitor.id === owner.id
    ? allow('CUST-7')
    : refuse('CUST-7', 'not-your-chat');
}
