import type { ConversationKind } from '@tieline/protocol';
import type { InteractionFacts, Relation } from '../facts.ts';
import type { StoredMessage } from '../projections/stored-message.ts';
import { isChain } from './history.ts';

/** What is taken off the numbers of a conversation for a reader, so that none tells how much was before (MSG-9, HIST-5). */
export interface Numbering {
  /** The interaction with which the numbers begin; null: they begin with the conversation. */
  readonly interaction: number | null;
  /** Places before the reader's first. */
  readonly seq: number;
  /** Changes before the reader's first. */
  readonly rev: number;
}

export const wholeNumbering: Numbering = { interaction: null, seq: 0, rev: 0 };

/** The numbers of an interaction's participants begin with it. */
export function numberingOfInteraction(interaction: {
  readonly number: number;
  readonly fromSeq: number;
  readonly fromRev: number;
}): Numbering {
  const { number, fromSeq, fromRev } = interaction;
  return { interaction: number, seq: fromSeq - 1, rev: fromRev - 1 };
}

export function numberingOf(reading: {
  readonly kind: ConversationKind;
  readonly relation: Relation;
  readonly interaction: InteractionFacts;
}): Numbering {
  const { kind, relation, interaction } = reading;
  if (relation !== 'member' || !isChain(kind) || !interaction.running) return wholeNumbering;
  return numberingOfInteraction(interaction);
}

/** A message under the numbers of a reader. */
export function renumbered(message: StoredMessage, { seq, rev }: Numbering): StoredMessage {
  return seq === 0 && rev === 0 ? message : { ...message, seq: message.seq - seq, rev: message.rev - rev };
}
