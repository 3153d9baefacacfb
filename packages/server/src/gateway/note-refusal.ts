import type { ConversationId } from '@tieline/protocol';
import type { Answer } from '../features/answer.ts';
import type { Actor, Context } from '../features/context.ts';

/** What somebody asked for: a command or route, and in which conversation, if it names one. */
export interface Operation {
  readonly name: string;
  /** What was asked with. It has passed its check where a rule has decided about it. */
  readonly input: unknown;
}

/** EXPL-4: notes the no of a rule, also one that the answer keeps to itself. */
export function noteRefusal(
  { refusals }: Pick<Context, 'refusals'>,
  { tenant, seat }: Pick<Actor, 'tenant' | 'seat'>,
  { name, input }: Operation,
  answer: Answer<unknown>,
): void {
  if (answer.ok || answer.refusal === null) return;
  const { rule, code } = answer.refusal;
  refusals.note({ tenant, seat, operation: name, conversation: conversationOf(input), rule, code });
}

function conversationOf(input: unknown): ConversationId | null {
  if (typeof input !== 'object' || input === null || !('conversation' in input)) return null;
  return typeof input.conversation === 'string' ? (input.conversation as ConversationId) : null;
}
