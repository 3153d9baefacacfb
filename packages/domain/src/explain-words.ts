import type {
  OptionName,
  Options,
  OptionValue,
  Release,
  Roster,
  SeatKind,
  SignInSurface,
} from '@tieline/protocol';
import type { SeatFacts } from './facts.ts';
import type { RuleId } from './rule-ids.ts';
import type { BodyKind } from './rules/content.ts';
import type { SendDecision } from './rules/delivery.ts';
import { expertHistory, type HistoryDecision } from './rules/history.ts';
import type { Policy } from './rules/monitoring.ts';

/** A decision in words, for an administrator. */
export interface Statement {
  readonly rule: RuleId;
  readonly sentence: string;
}

const refusedAlways = 'It is refused and nothing is stored.';
const refusedUnlessAnswer =
  'It is refused and nothing is stored, unless the receiver has begun an interaction that is still running.';
/** One sentence for every office receiver: two would tell an invisible one from one who is offline (PRES-2). */
const toOffice =
  'It is delivered at once to a receiver who is there; else it waits, counts as unread and is offered at the next log-in.';
const toAgentBoth =
  'If the agent is logged in, it is delivered at once; if not, it is refused and nothing is stored.';
const toAgentKept =
  'If the agent is logged in, it is delivered at once; if not, it is kept in the conversation, the sender is told, and logging in to the console does not bring it.';
const offeredInOffice = 'The office app of the same person offers it.';

/** The same message in each state that decides about it. */
export interface SendStates {
  readonly send: SendDecision;
  readonly answer: SendDecision;
  readonly loggedOut: SendDecision;
}

/** What becomes of the message. Why it is refused is said by the code of the refusal. */
export function deliveryInWords({ send, answer, loggedOut }: SendStates, to: SeatFacts): Statement {
  if (!send.allowed)
    return { rule: send.rule, sentence: answer.allowed ? refusedUnlessAnswer : refusedAlways };
  switch (to.kind) {
    case 'office':
      return { rule: send.rule, sentence: toOffice };
    case 'agent':
      return deliveryToAgent(loggedOut, to);
  }
}

function deliveryToAgent(loggedOut: SendDecision, to: SeatFacts): Statement {
  if (!loggedOut.allowed) return { rule: loggedOut.rule, sentence: toAgentBoth };
  const archived = to.officeSeat !== null;
  return { rule: loggedOut.rule, sentence: archived ? `${toAgentKept} ${offeredInOffice}` : toAgentKept };
}

/** How an agent entry looks on each roster that may hold one. */
const agentPresence: Record<Roster, Statement> = {
  office: {
    rule: 'PRES-3',
    sentence: 'Online from log-in to log-out of the console, and nothing of what the agent does meanwhile.',
  },
  agents: {
    rule: 'PRES-4',
    sentence: 'The status of the agent and since when; logged out without a session.',
  },
  directory: { rule: 'PRES-5', sentence: 'Online or offline, and nothing of what the agent does meanwhile.' },
};
/** An agent entry outside the rosters of agents, where the company opens its coarse status. */
const coarsePresence: Statement = {
  rule: 'OPT-5',
  sentence:
    'Available, away or busy from log-in to log-out of the console, else offline, and not since when.',
};
const officePresence: Statement = {
  rule: 'PRES-1',
  sentence: 'The office status; offline while invisible or without a session.',
};
const unseen: Statement = { rule: 'PRES-9', sentence: 'Nothing: no roster of theirs holds this entry.' };

/** How an entry looks on a roster, in every state; null: no roster holds it. */
export function presenceInWords(kind: SeatKind, roster: Roster | null, options: Options): Statement {
  if (roster === null) return unseen;
  if (kind === 'office') return officePresence;
  const isCoarse = roster !== 'agents' && options.agent_presence_in_office === 'coarse';
  return isCoarse ? coarsePresence : agentPresence[roster];
}

function historySentence({ rule }: HistoryDecision, release: Release): string {
  if (rule === 'TEN-2') return 'nothing in this mode; what was written is kept';
  const count = rule === 'HIST-4' ? expertHistory[release] : null;
  if (count !== null) return `the last ${count} messages`;
  if (rule === 'HIST-6') return 'the full history, as a read-only archive';
  return rule === 'HIST-5' ? 'the current interaction only' : 'the full history';
}

export function historyInWords(decision: HistoryDecision, release: Release): Statement {
  return { rule: decision.rule, sentence: historySentence(decision, release) };
}

/** What the projection of a surface makes of a body. */
export const looksInWords: Record<SignInSurface, Record<BodyKind, Statement>> = {
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
