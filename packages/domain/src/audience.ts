import type { Options, SeatId, SeatKind, SignInSurface } from '@tieline/protocol';
import type { Relation } from './facts.ts';
import type { RuleId } from './rule-ids.ts';
import { decideSignal, type Signal } from './rules/signals.ts';
import { heardOn, surfaceOfSeat } from './surfaces.ts';

export interface Participant {
  readonly seat: SeatId;
  readonly kind: SeatKind;
  /** The active office seat of the same person; null where there is none. */
  readonly officeSeat: SeatId | null;
}

/** One reader of an event, on a surface that has sessions. `loud`: it counts as unread and may notify. */
export interface Hearer {
  readonly seat: SeatId;
  readonly surface: SignInSurface;
  readonly relation: Relation;
  readonly loud: boolean;
  readonly rule: RuleId;
}

/** A participant on the office side. */
export type OfficeParticipant = Participant & { readonly kind: 'office' };

/** Who hears of a message where nobody lists the members: its author, and all others who take part at this moment. */
export interface MemberAudience {
  /** Their own devices hear it apart, as their view alone carries the client id. */
  readonly author: Hearer;
  readonly others: Omit<Hearer, 'seat'>;
}

type Kind = 'direct' | 'expert' | 'agent';

export type AudienceFacts =
  | {
      readonly event: 'message';
      readonly kind: Kind;
      readonly sender: SeatId;
      readonly participants: readonly Participant[];
      /** Sent while the agent was logged out (DEL-4). */
      readonly missed: boolean;
    }
  /** A message was edited, deleted or reacted to. */
  | { readonly event: 'message-changed'; readonly participants: readonly Participant[] }
  | {
      readonly event: 'signal';
      readonly signal: Signal;
      readonly kind: Kind;
      readonly sender: SeatId;
      readonly participants: readonly Participant[];
      readonly options: Options;
      /** The one who types or reads is invisible at this moment (SIG-9). */
      readonly invisible: boolean;
    }
  | { readonly event: 'interaction-ended'; readonly participants: readonly Participant[] };

function member(participant: Participant, loud: boolean, rule: RuleId): Hearer {
  return { seat: participant.seat, surface: surfaceOfSeat(participant.kind), relation: 'member', loud, rule };
}

/** HIST-6: the office seats that read along in the archive, which are not participants themselves. */
function archives(participants: readonly Participant[], loud: boolean, rule: RuleId): Hearer[] {
  const hearers: Hearer[] = [];
  for (const { kind, officeSeat } of participants) {
    if (kind !== 'agent' || officeSeat === null) continue;
    if (participants.some(({ seat }) => seat === officeSeat)) continue;
    hearers.push({ seat: officeSeat, surface: heardOn.office.archive, relation: 'archive', loud, rule });
  }
  return hearers;
}

function messageAudience(facts: AudienceFacts & { event: 'message' }): Hearer[] {
  const { participants, sender, missed } = facts;
  const hearers = participants
    .filter(({ kind }) => !(missed && kind === 'agent'))
    .map((participant) => member(participant, participant.seat !== sender, 'SEAT-2'));
  hearers.push(...archives(participants, missed, missed ? 'DEL-4' : 'HIST-6'));
  return hearers;
}

/** MSG-8: everybody in it, those as well who missed it, since the history shows it to them (DEL-4). */
function changeAudience(participants: readonly Participant[]): Hearer[] {
  const members = participants.map((participant) => member(participant, false, 'SEAT-2'));
  return [...members, ...archives(participants, false, 'HIST-6')];
}

function signalAudience(facts: AudienceFacts & { event: 'signal' }): Hearer[] {
  const from = facts.participants.find((participant) => participant.seat === facts.sender);
  if (!from) return [];
  return facts.participants.flatMap((to) => {
    if (to.seat === facts.sender) return [];
    const passes = decideSignal({
      signal: facts.signal,
      kind: facts.kind,
      options: facts.options,
      relation: 'member',
      from: from.kind,
      to: to.kind,
      invisible: facts.invisible,
    });
    return passes.allowed ? [member(to, false, passes.rule)] : [];
  });
}

/** Who hears an event, and on which surface. Callers never pick receivers. */
export function decideAudience(facts: AudienceFacts): readonly Hearer[] {
  switch (facts.event) {
    case 'message':
      return messageAudience(facts);
    case 'message-changed':
      return changeAudience(facts.participants);
    case 'signal':
      return signalAudience(facts);
    case 'interaction-ended':
      return facts.participants
        .filter(({ kind }) => kind === 'agent')
        .map((participant) => member(participant, false, 'HIST-5'));
  }
}

/** The same for a conversation of many, who are office seats all (ROOM-1): it costs the same however many they are. */
export function decideMemberAudience(author: OfficeParticipant): MemberAudience {
  const { seat, ...others } = member(author, true, 'DEL-7');
  return { author: { seat, ...others, loud: false }, others };
}
