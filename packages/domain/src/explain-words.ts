import type { OptionName, Options, OptionValue, Release } from '@tieline/protocol';
import type { SeatFacts } from './facts.ts';
import type { RuleId } from './rule-ids.ts';
import type { BodyKind } from './rules/content.ts';
import type { Fate, SendDecision } from './rules/delivery.ts';
import { expertHistory, type HistoryDecision } from './rules/history.ts';
import type { Policy } from './rules/monitoring.ts';

/** A decision in words, for an administrator. */
export interface Statement {
  readonly rule: RuleId;
  readonly sentence: string;
}

const fates: Record<Fate, string> = {
  delivered: 'The agent is there: it is delivered at once.',
  waits: 'It waits, counts as unread and is offered at the next log-in.',
  missed:
    'The agent is logged out: it is kept in the conversation, the sender is told, and logging in to the console does not bring it.',
};
/** One sentence for every office receiver: two would tell an invisible one from one who is offline (PRES-2). */
const toOffice =
  'It is delivered at once to a receiver who is there; else it waits, counts as unread and is offered at the next log-in.';
const offeredInOffice = 'The office app of the same person offers it.';

/** What becomes of the message. Why it is refused is said by the code of the refusal. */
export function deliveryInWords(send: SendDecision, to: SeatFacts): Statement {
  if (!send.allowed) return { rule: send.rule, sentence: 'It is refused and nothing is stored.' };
  if (to.kind === 'office') return { rule: send.rule, sentence: toOffice };
  const archived = send.fate === 'missed' && to.officeSeat !== null;
  const sentence = fates[send.fate];
  return { rule: send.rule, sentence: archived ? `${sentence} ${offeredInOffice}` : sentence };
}

function historySentence({ rule, allowed }: HistoryDecision, release: Release): string {
  const count = rule === 'HIST-4' ? expertHistory[release] : null;
  if (count !== null) return `the last ${count} messages`;
  if (rule === 'HIST-6') return 'the full history, as a read-only archive';
  if (rule !== 'HIST-5') return 'the full history';
  return allowed ? 'the current interaction only' : 'the current interaction only; none is running';
}

export function historyInWords(decision: HistoryDecision, release: Release): Statement {
  return { rule: decision.rule, sentence: historySentence(decision, release) };
}

/** What the projection of a surface makes of a body. */
export const looksInWords: Record<'office' | 'console', Record<BodyKind, Statement>> = {
  office: {
    plain: { rule: 'CONT-2', sentence: 'Plain text: as it was written.' },
    rich: {
      rule: 'CONT-3',
      sentence: 'Rich text: a plain-text excerpt, and a link to a page with the formatted message.',
    },
    file: { rule: 'CONT-6', sentence: 'File: in full, with preview or document card, and download.' },
  },
  console: {
    plain: { rule: 'CONT-8', sentence: 'Plain text: as it was written.' },
    rich: { rule: 'CONT-1', sentence: 'Rich text: with its formatting, sanitised.' },
    file: { rule: 'CONT-5', sentence: 'File: a link with name, type and size, and no preview.' },
  },
};

const optionSentences: { readonly [Name in OptionName]: { readonly [Value in Options[Name]]: string } } = {
  typing_across: {
    off: 'Nobody sees typing between the office and the contact center.',
    on: 'Typing shows both ways in expert chats.',
  },
  agent_signals: {
    off: 'Agents see neither typing nor receipts of each other.',
    on: 'Agents see typing and receipts of each other.',
  },
  agent_files: {
    off: 'Files are sent from the office only.',
    on: 'Files are sent from the console too, but never in customer chats.',
  },
  agent_presence_in_office: {
    online: 'The office sees an agent as online or offline.',
    coarse: 'The office sees an agent as available, away, busy or offline.',
  },
  office_receipts: {
    off: 'The office shows no read receipts.',
    on: 'The office shows what was read.',
  },
};

/** An option in words. The names of values are those of its option. */
export function optionInWords(option: OptionName, value: OptionValue): string {
  const sentences: Partial<Record<OptionValue, string>> = optionSentences[option];
  return sentences[value] ?? '';
}

const levels: Record<Exclude<Policy['source']['level'], 'kind'>, string> = {
  tenant: 'the setting of the company',
  group: 'the setting of the group',
  queue: 'the setting of the queue',
};

/** "Monitoring: on, by the setting of the group "Sales"." */
export function policyInWords(what: string, { on, source }: Policy): string {
  if (source.level === 'kind') return `${what}: never for this kind of conversation.`;
  const name = source.name === null ? '' : ` "${source.name}"`;
  return `${what}: ${on ? 'on' : 'off'}, by ${levels[source.level]}${name}.`;
}
