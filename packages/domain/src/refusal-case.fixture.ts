import type { RefusalCode } from '@tieline/protocol';
import type { Decision } from './decision.ts';
import type { RuleId } from './rule-ids.ts';

/** A rule and a code. */
export type RefusalLine = `${RuleId} ${RefusalCode}`;

export interface RefusalCase {
  readonly is: RefusalLine;
  /** What the case is, for whoever reads a failure. */
  readonly when: string;
  readonly answer: Decision;
}

export const no = (is: RefusalLine, when: string, answer: Decision): RefusalCase => ({ is, when, answer });
