import type {
  AgentStatus,
  OfficeStatus,
  PresenceView,
  PresenceWord,
  Roster,
  SeatKind,
  SeatStatus,
} from '@tieline/protocol';
import { allow, type Decision, refuse } from '../decision.ts';
import type { PresenceFacts } from '../facts.ts';
import type { RuleId } from '../rule-ids.ts';

const officeChoices: readonly OfficeStatus[] = ['available', 'busy', 'away', 'do-not-disturb', 'invisible'];
const agentChoices: readonly AgentStatus[] = ['available', 'on-break', 'work-offline'];
const setByWork: readonly AgentStatus[] = ['busy', 'wrap-up'];

const choices: Record<SeatKind, readonly SeatStatus[]> = { office: officeChoices, agent: agentChoices };
const choiceRules: Record<SeatKind, RuleId> = { office: 'PRES-1', agent: 'PRES-4' };

/** PRES-1, PRES-4: the statuses that a person may choose for a seat of this kind. */
export function statusChoices(kind: SeatKind): readonly SeatStatus[] {
  return choices[kind];
}

/** PRES-1, PRES-4: may a person set this status by hand? */
export function decideStatus(kind: SeatKind, status: SeatStatus): Decision {
  const rule = choiceRules[kind];
  if (statusChoices(kind).includes(status)) return allow(rule);
  const byWork = kind === 'agent' && setByWork.some((word) => word === status);
  return refuse(rule, byWork ? 'status-set-by-system' : 'status-of-other-side');
}

export interface Appearance extends PresenceView {
  readonly rule: RuleId;
}

function shown(rule: RuleId, word: PresenceWord, since: string | null = null): Appearance {
  return { rule, word, since };
}

const officeWords: Record<OfficeStatus, PresenceWord> = {
  available: 'available',
  busy: 'busy',
  away: 'away',
  'do-not-disturb': 'do-not-disturb',
  invisible: 'offline',
};

const agentWords: Record<AgentStatus, PresenceWord> = {
  available: 'available',
  'on-break': 'on-break',
  'work-offline': 'work-offline',
  busy: 'busy',
  'wrap-up': 'wrap-up',
};

function isOfficeStatus(status: SeatStatus): status is OfficeStatus {
  return status in officeWords;
}

function isAgentStatus(status: SeatStatus): status is AgentStatus {
  return status in agentWords;
}

/**
 * An office entry looks the same on every roster that holds it. Invisible is not even told apart from offline by
 * the rule that is cited: who reads a log or an explanation is "everybody else" too (PRES-2).
 */
function officeAppearance(facts: PresenceFacts): Appearance {
  if (!facts.loggedIn || !isOfficeStatus(facts.status)) return shown('PRES-1', 'offline');
  if (facts.status === 'available' && facts.allIdle) return shown('PRES-7', 'away');
  return shown('PRES-1', officeWords[facts.status]);
}

/** Agents of a shared group and supervisors see the work status, and how long it has lasted. */
function agentRosterAppearance(facts: PresenceFacts): Appearance {
  if (!facts.loggedIn || !isAgentStatus(facts.status)) return shown('PRES-4', 'logged-out');
  return shown('PRES-4', agentWords[facts.status], facts.statusSince);
}

/** OPT-5: the status of an agent in one of the office's words. */
const coarseWords: Record<AgentStatus, PresenceWord> = {
  available: 'available',
  'on-break': 'away',
  'work-offline': 'busy',
  busy: 'busy',
  'wrap-up': 'busy',
};

/** Everybody else sees that an agent is there, and of what the agent does no more than the company opens. */
function agentElsewhere(rule: RuleId, facts: PresenceFacts): Appearance {
  if (!facts.loggedIn || !isAgentStatus(facts.status)) return shown(rule, 'offline');
  return facts.agentPresence === 'coarse' ? shown('OPT-5', coarseWords[facts.status]) : shown(rule, 'online');
}

/** PRES: how a seat looks on a roster. `since` is set only where that roster tells it. */
export function decideAppearance(facts: PresenceFacts, roster: Roster): Appearance {
  if (facts.kind === 'office') return officeAppearance(facts);
  switch (roster) {
    case 'office':
      return agentElsewhere('PRES-3', facts);
    case 'directory':
      return agentElsewhere('PRES-5', facts);
    case 'agents':
      return agentRosterAppearance(facts);
  }
}

/**
 * PRES-2, PRES-3: what a watcher on this roster is told of a change; null where it looks the same as before,
 * because then not even the event may be seen.
 */
export function decidePresenceChange(
  before: PresenceFacts,
  after: PresenceFacts,
  roster: Roster,
): Appearance | null {
  const was = decideAppearance(before, roster);
  const is = decideAppearance(after, roster);
  return was.word === is.word && was.since === is.since ? null : is;
}

/** PRES-6: whether a message that counts may make a sound or pop up for a reader with this status. */
export function decideNotification(facts: PresenceFacts, loud: boolean): Decision<{ silent: boolean }> {
  return facts.status === 'do-not-disturb'
    ? allow('PRES-6', { silent: true })
    : allow('PRES-6', { silent: !loud });
}

/** PRES-8: whether a seat whose last device dropped is logged out by now. Milliseconds. */
export function decideLoggedOut(droppedForMs: number, graceMs: number): Decision<{ loggedOut: boolean }> {
  return allow('PRES-8', { loggedOut: droppedForMs >= graceMs });
}
