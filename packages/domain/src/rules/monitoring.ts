import type { ConversationKind, GroupId, PolicySetting, QueueId } from '@tieline/protocol';
import { type Allowed, allow, type Decision, refuse } from '../decision.ts';
import type { RuleId } from '../rule-ids.ts';

type OnOff = 'on' | 'off';

export interface GroupPolicy {
  readonly id: GroupId;
  readonly name: string;
  readonly setting: PolicySetting;
}

/** One of the two settings, monitoring or transcripts, as tenant, groups and queue have it. */
export type PolicyFacts =
  | { readonly kind: 'agent'; readonly tenant: OnOff; readonly groups: readonly GroupPolicy[] }
  | {
      readonly kind: 'customer';
      readonly tenant: OnOff;
      readonly queue: { readonly name: string; readonly setting: PolicySetting };
    }
  | { readonly kind: 'direct' | 'room' | 'expert' };

export interface Policy {
  readonly rule: RuleId;
  readonly on: boolean;
  /** Where the answer came from; `name` is of the group or queue. */
  readonly source: { readonly level: 'kind' | 'tenant' | 'group' | 'queue'; readonly name: string | null };
}

function policy(
  rule: RuleId,
  on: boolean,
  level: Policy['source']['level'],
  name: string | null = null,
): Policy {
  return { rule, on, source: { level, name } };
}

/** MON-1, MON-3: the effective setting, and where it came from. It is stamped when the interaction starts (MON-4). */
export function decidePolicy(facts: PolicyFacts): Policy {
  if (facts.kind === 'agent') {
    const decisive =
      facts.groups.find((group) => group.setting === 'on') ??
      facts.groups.find((group) => group.setting === 'off');
    return decisive
      ? policy('MON-3', decisive.setting === 'on', 'group', decisive.name)
      : policy('MON-3', facts.tenant === 'on', 'tenant');
  }
  if (facts.kind === 'customer') {
    return facts.queue.setting === 'inherit'
      ? policy('MON-3', facts.tenant === 'on', 'tenant')
      : policy('MON-3', facts.queue.setting === 'on', 'queue', facts.queue.name);
  }
  return policy('MON-1', false, 'kind');
}

/** What was decided when an interaction started. */
export interface InteractionStamp {
  readonly monitored: boolean;
  readonly transcript: boolean;
}

/** MON-4: what an interaction is stamped with when it starts. From then on its stamp decides, not the settings. */
export function decideStamp(monitoring: Policy, transcripts: Policy): Allowed<InteractionStamp> {
  return allow('MON-4', { monitored: monitoring.on, transcript: transcripts.on });
}

export interface MonitorFacts {
  readonly viewer: { readonly kind: 'office' | 'agent'; readonly supervisor: boolean };
  /** Assignments of the supervisor; none of either means all. */
  readonly assignedGroups: readonly GroupId[];
  readonly assignedQueues: readonly QueueId[];
  readonly kind: ConversationKind;
  /** Groups of both agents when the interaction started; empty for a customer chat. */
  readonly groups: readonly GroupId[];
  readonly queue: QueueId | null;
  readonly stamp: InteractionStamp;
  readonly running: boolean;
}

function isAssigned(facts: MonitorFacts): boolean {
  if (facts.assignedGroups.length === 0 && facts.assignedQueues.length === 0) return true;
  if (facts.queue !== null) return facts.assignedQueues.includes(facts.queue);
  return facts.groups.some((group) => facts.assignedGroups.includes(group));
}

/** MON-1, MON-5: whether this viewer may look at interactions of this kind and place at all. */
function decideViewer(facts: MonitorFacts): Decision {
  if (facts.kind !== 'agent' && facts.kind !== 'customer') return refuse('MON-1', 'never-monitored');
  if (facts.viewer.kind !== 'agent' || !facts.viewer.supervisor) return refuse('MON-5', 'not-a-supervisor');
  return isAssigned(facts) ? allow('MON-5') : refuse('MON-5', 'not-assigned');
}

/** MON-2, MON-6: may this viewer look on, live, from the interaction's start? */
export function decideLiveMonitor(facts: MonitorFacts): Decision {
  const viewer = decideViewer(facts);
  if (!viewer.allowed) return viewer;
  if (!facts.stamp.monitored) return refuse('MON-2', 'policy-off');
  return facts.running ? allow('MON-2') : refuse('MON-6', 'interaction-over');
}

/** MON-2, MON-6: may this viewer read the transcript? Only what is over has one; what runs is looked on live. */
export function decideTranscript(facts: MonitorFacts): Decision {
  const viewer = decideViewer(facts);
  if (!viewer.allowed) return viewer;
  if (facts.running) return refuse('MON-6', 'interaction-running');
  return facts.stamp.transcript ? allow('MON-2') : refuse('MON-6', 'policy-off');
}

export type MonitorAct = 'monitor-session' | 'transcript-view' | 'transcript-export';

/** MON-7: what the audit log holds of an act; every act is logged, refused ones too. */
export function decideAudit(
  act: MonitorAct,
  outcome: Decision,
): Decision<{ act: MonitorAct; outcome: 'allowed' | 'refused'; because: RuleId }> {
  return allow('MON-7', { act, outcome: outcome.allowed ? 'allowed' : 'refused', because: outcome.rule });
}

/** MON-8: whether a transcript is still kept. Days; milliseconds since the epoch. */
export function decideRetention(facts: { endedAt: number; now: number; retentionDays: number }): Decision {
  const age = facts.now - facts.endedAt;
  return age < facts.retentionDays * 86_400_000 ? allow('MON-8') : refuse('MON-8', 'retention-over');
}
