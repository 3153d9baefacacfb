import type { RefusalCode } from '@tieline/protocol';
import type { RuleId } from './rule-ids.ts';

export interface Refused {
  readonly allowed: false;
  readonly rule: RuleId;
  readonly code: RefusalCode;
}

export type Allowed<Detail extends object = object> = {
  readonly allowed: true;
  readonly rule: RuleId;
} & Readonly<Detail>;

/** What a rule answers: a yes with what follows from it, or a no with its reason. Both name the rule (EXPL-1). */
export type Decision<Detail extends object = object> = Allowed<Detail> | Refused;

export function allow(rule: RuleId): Allowed;
export function allow<const Detail extends object>(rule: RuleId, detail: Detail): Allowed<Detail>;
export function allow(rule: RuleId, detail: object = {}): Allowed {
  return { allowed: true, rule, ...detail };
}

export function refuse(rule: RuleId, code: RefusalCode): Refused {
  return { allowed: false, rule, code };
}
