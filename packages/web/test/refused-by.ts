import { type Ability, type RefusalCode, refusalSentences } from '@tieline/protocol';

/** What a view says of something that the rules do not allow. */
export function refusedBy(rule: string, code: RefusalCode): Extract<Ability, { allowed: false }> {
  return { allowed: false, rule, code, sentence: refusalSentences[code] };
}
