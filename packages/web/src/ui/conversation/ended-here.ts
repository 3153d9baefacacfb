import type { ConversationView } from '@tieline/protocol';

/** The interactions that were ended on this page, which its person knows of already. */
const endedInteractions = new Set<string>();

const nameOf = ({ id, interaction }: ConversationView) => `${id}.${interaction?.number ?? 0}`;

/** Called before the server is asked: the news of the end may come before its answer. */
export function noteEndedHere(conversation: ConversationView): void {
  endedInteractions.add(nameOf(conversation));
}

export function isEndedHere(conversation: ConversationView): boolean {
  return endedInteractions.has(nameOf(conversation));
}
