import type { ConversationId } from '@tieline/protocol';
import type { Answer } from '../features/answer.ts';
import type { Actor, Context } from '../features/context.ts';

/** A command or route, by its name, with its input. */
export interface Operation {
  readonly name: string;
  /** Valid wherever a rule has decided about it. */
  readonly input: unknown;
}

/** EXPL-4: records that a rule refused, also where the answer hides that. */
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
