import {
  agentStatuses,
  conversationKinds,
  type GroupId,
  modes,
  officeStatuses,
  type Options,
  optionValues,
  policySettings,
  presets,
  type QueueId,
  refusalSentences,
  releases,
  rosters,
  seatKinds,
  seatStatuses,
} from '@tieline/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as domain from './index.ts';
import type { Author, BodyKind, Candidate, CustomerFacts, HistoryFacts, InteractionFacts } from './index.ts';
import type { MonitorFacts, OneToOneKind, PolicyFacts, PresenceFacts, QueueFacts, RoomAct } from './index.ts';
import type { Relation, RoomActor, RoomFacts, SeatFacts, SendFacts, TenantFacts } from './index.ts';
import { seatId, tenantId } from './facts.fixture.ts';
import { refusalCases } from './refusal-cases.fixture.ts';

const known = new Set<string>(domain.ruleIds);

const named = <Name extends string>(...list: readonly string[]): fc.Arbitrary<Name> =>
  fc.constantFrom(...list) as fc.Arbitrary<Name>;
const one = <Value extends string>(...list: readonly Value[]): fc.Arbitrary<Value> =>
  fc.constantFrom(...list);

const tenantIds = one('harbor', 'harbor', 'harbor', 'quarry').map(tenantId);
const seatIds = one('a', 'b', 'c', 'd').map(seatId);
const groups = fc.uniqueArray(named<GroupId>('sales', 'support', 'returns'));
const queues = fc.uniqueArray(named<QueueId>('chat', 'mail'));
const relation = one<Relation>('member', 'member', 'archive', 'monitor');
const visibility = one('public', 'private');
const bodyKind = one<BodyKind>('plain', 'rich', 'file');
const author = one<Author>('office', 'agent', 'customer');
const kind = one(...conversationKinds);
const pairKind = one<'direct' | 'expert' | 'agent'>('direct', 'expert', 'agent');
const onOff = one('on', 'off');

const options = fc.record<Options>({
  typing_across: one(...optionValues.typing_across),
  agent_signals: one(...optionValues.agent_signals),
  agent_files: one(...optionValues.agent_files),
  agent_presence_in_office: one(...optionValues.agent_presence_in_office),
  office_receipts: one(...optionValues.office_receipts),
});
const companyOptions = fc.record({ preset: fc.option(one(...presets)), options });

const tenant = fc.record<TenantFacts>({
  id: fc.constant(tenantId('harbor')),
  mode: fc.constantFrom(...modes),
  release: one(...releases),
  options,
});

const seat = fc.record<SeatFacts>({
  party: fc.constant('seat'),
  tenant: tenantIds,
  seat: seatIds,
  kind: one(...seatKinds),
  supervisor: fc.boolean(),
  active: fc.boolean(),
  loggedIn: fc.boolean(),
  groups,
  officeSeat: fc.option(seatIds),
});

const customer = fc.record<CustomerFacts>({ party: fc.constant('customer'), tenant: tenantIds });
const queue = fc.record<QueueFacts>({ party: fc.constant('queue'), tenant: tenantIds, open: fc.boolean() });
const room = fc.record<RoomFacts>({
  party: fc.constant('room'),
  tenant: tenantIds,
  visibility,
  invited: fc.boolean(),
  member: fc.boolean(),
  archived: fc.boolean(),
});
const party = fc.oneof(seat, seat, customer, queue, room);

const interaction: fc.Arbitrary<InteractionFacts> = fc.oneof(
  fc.constant({ running: false } as const),
  fc.record({
    running: fc.constant(true as const),
    number: fc.integer({ min: 1, max: 9 }),
    fromSeq: fc.integer({ min: 1, max: 90 }),
    fromRev: fc.integer({ min: 1, max: 90 }),
    startedBy: fc.oneof(seatIds, fc.constant('customer' as const)),
  }),
);

const presence: fc.Arbitrary<PresenceFacts> = fc.oneof(
  ...(
    [
      ['office', officeStatuses],
      ['agent', agentStatuses],
    ] as const
  ).map(([side, statuses]) =>
    fc.record<PresenceFacts>({
      kind: fc.constant(side),
      loggedIn: fc.boolean(),
      status: fc.constantFrom(...statuses),
      statusSince: fc.constant('2026-03-02T08:00:00.000Z'),
      allIdle: fc.boolean(),
      agentPresence: one(...optionValues.agent_presence_in_office),
    }),
  ),
);

const send = fc.record<SendFacts>({
  tenant,
  sender: seat,
  relation,
  body: bodyKind,
  target: fc.oneof(
    fc.record({ to: fc.constant('seat' as const), kind: pairKind, receiver: seat, interaction }),
    fc.record({ to: fc.constant('room' as const), room }),
    fc.record({
      to: fc.constant('customer' as const),
      customer,
      interaction,
      assignedTo: fc.option(seatIds),
    }),
  ),
});

const reading = { tenant, relation, lastSeq: fc.integer({ min: 0, max: 200 }) };
const history: fc.Arbitrary<HistoryFacts> = fc.oneof(
  fc.record({ ...reading, kind: fc.constant('direct' as const) }),
  fc.record({
    ...reading,
    kind: fc.constant('room' as const),
    visibility,
    sharesEarlier: fc.boolean(),
    joinedSeq: fc.integer({ min: 1, max: 200 }),
  }),
  fc.record({
    ...reading,
    kind: fc.constant('expert' as const),
    side: one(...seatKinds),
  }),
  fc.record({ ...reading, kind: one('agent' as const, 'customer' as const), interaction }),
);

const groupPolicies = fc.array(
  fc.record({ id: named<GroupId>('sales', 'support'), name: fc.string(), setting: one(...policySettings) }),
);
const settings = fc.record({ tenant: onOff, groups: groupPolicies });
const policy: fc.Arbitrary<PolicyFacts> = fc.oneof(
  fc.record({ kind: fc.constant('agent' as const), tenant: onOff, groups: groupPolicies }),
  fc.record({
    kind: fc.constant('customer' as const),
    tenant: onOff,
    queue: fc.record({ name: fc.string(), setting: one(...policySettings) }),
  }),
  fc.record({ kind: one('direct' as const, 'room' as const, 'expert' as const) }),
);

const monitor = fc.record<MonitorFacts>({
  viewer: fc.record({ kind: one(...seatKinds), supervisor: fc.boolean() }),
  assignedGroups: groups,
  assignedQueues: queues,
  kind,
  groups,
  queue: fc.option(named<QueueId>('chat', 'mail')),
  stamp: fc.record({ monitored: fc.boolean(), transcript: fc.boolean() }),
  running: fc.boolean(),
});

const roomActs = one<RoomAct>(
  ...(['find', 'join', 'read', 'rename', 'set-topic', 'invite'] as const),
  ...(['remove', 'archive', 'hand-on', 'leave'] as const),
);
const roomActor = fc.record<RoomActor>({
  kind: one(...seatKinds),
  role: one('owner', 'member', 'none'),
  invited: fc.boolean(),
  otherOwners: fc.integer({ min: 0, max: 2 }),
});

const participant = fc.record({ seat: seatIds, kind: one(...seatKinds), officeSeat: fc.option(seatIds) });
const participants = fc.uniqueArray(participant, {
  selector: ({ seat: id }) => id,
  minLength: 2,
  maxLength: 2,
});
const pair = { kind: pairKind as fc.Arbitrary<OneToOneKind & ('direct' | 'expert' | 'agent')>, participants };
const signal = one<'typing' | 'receipt'>('typing', 'receipt');
const audience: fc.Arbitrary<domain.AudienceFacts> = fc.oneof(
  fc.record({ event: fc.constant('message' as const), sender: seatIds, missed: fc.boolean(), ...pair }),
  fc.record({
    ...{ event: fc.constant('signal' as const), sender: seatIds, signal, options, invisible: fc.boolean() },
    ...pair,
  }),
  fc.record({ event: fc.constant('interaction-ended' as const), participants }),
);

const candidates = fc.uniqueArray(
  fc.record<Candidate>({
    seat: seatIds,
    loggedIn: fc.boolean(),
    status: fc.constantFrom(...agentStatuses),
    idleSince: fc.nat(),
    chats: fc.nat(7),
    capacity: fc.nat(7),
    alreadyAsked: fc.boolean(),
  }),
  { selector: ({ seat: id }) => id },
);

const visitor: fc.Arbitrary<domain.Visitor> = fc.record({ by: one('identity', 'token'), id: one('1', '2') });
const seconds = fc.nat(600);

const explained = fc.record<domain.ExplainFacts>({
  tenant,
  from: seat,
  to: seat,
  options: companyOptions,
  monitoring: settings,
  transcripts: settings,
  supervisors: fc.array(fc.record({ seat: seatIds, assignedGroups: groups, assignedQueues: queues })),
});

/** Every function that decides, with many inputs. A new one that is not here fails the first test. */
const deciders: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  decideAgentLost: fc.record({ running: fc.boolean() }).map(domain.decideAgentLost),
  decideAppearance: fc.tuple(presence, one(...rosters)).map((input) => domain.decideAppearance(...input)),
  decideArchive: tenant.map(domain.decideArchive),
  decideArrival: fc.record({ open: fc.boolean(), agentsServing: fc.nat(2) }).map(domain.decideArrival),
  decideAssignment: candidates.map(domain.decideAssignment),
  decideAudience: audience.map(domain.decideAudience),
  decideAudit: monitor.map((facts) => domain.decideAudit('transcript-view', domain.decideTranscript(facts))),
  decideBody: fc.record({ author, kind, body: bodyKind, options }).map(domain.decideBody),
  decideChatAct: fc
    .tuple(
      one('transfer' as const, 'consult' as const, 'close' as const),
      fc.record({ agent: seatIds, assignedTo: fc.option(seatIds), running: fc.boolean() }),
    )
    .map((input) => domain.decideChatAct(...input)),
  decideEarlierChats: fc
    .record({ customerKnown: fc.boolean(), tenantAllows: fc.boolean() })
    .map(domain.decideEarlierChats),
  decideEnd: fc.record({ kind: pairKind, relation, interaction }).map(domain.decideEnd),
  decideExplain: fc.record({ administrator: fc.boolean() }).map(domain.decideExplain),
  decideFileForm: fc
    .record({ reader: author, use: one('file', 'image'), form: one('itself', 'thumbnail', 'large') })
    .map(domain.decideFileForm),
  decideHeard: fc.record({ reader: one('left', 'stayed'), heard: fc.boolean() }).map(domain.decideHeard),
  decideHistory: history.map(domain.decideHistory),
  decideKind: fc.tuple(tenant, kind).map((input) => domain.decideKind(...input)),
  decideLiveMonitor: monitor.map(domain.decideLiveMonitor),
  decideLoggedOut: fc.tuple(seconds, seconds).map((input) => domain.decideLoggedOut(...input)),
  decideMemberAudience: participant
    .map((from) => ({ ...from, kind: 'office' as const }))
    .map(domain.decideMemberAudience),
  decideNotification: fc.tuple(presence, fc.boolean()).map((input) => domain.decideNotification(...input)),
  decideOffer: fc
    .tuple(
      one<domain.OfferAnswer>('accept', 'reject', 'silence'),
      fc.record({ rejectingAllowed: fc.boolean() }),
    )
    .map((input) => domain.decideOffer(...input)),
  decidePlace: fc
    .record({ ahead: fc.nat(9), averageChatSeconds: seconds, places: fc.nat(9) })
    .map(domain.decidePlace),
  decidePolicy: policy.map(domain.decidePolicy),
  decidePresenceChange: fc
    .tuple(presence, presence, one(...rosters))
    .map(([before, after, roster]) => domain.decidePresenceChange(before, after, roster) ?? []),
  decideReadRefusals: fc.record({ administrator: fc.boolean() }).map(domain.decideReadRefusals),
  decideRepeat: fc.record({ sameMessage: fc.boolean() }).map(domain.decideRepeat),
  decideRetention: fc
    .record({ endedAt: seconds, now: seconds, retentionDays: fc.nat(1) })
    .map(domain.decideRetention),
  decideRoomAct: fc
    .tuple(roomActs, fc.record({ visibility }), roomActor)
    .map((input) => domain.decideRoomAct(...input)),
  decideRoomWrite: room.map(domain.decideRoomWrite),
  decideRosterScope: fc
    .tuple(tenant, seat, one(...rosters))
    .map((input) => domain.decideRosterScope(...input)),
  decideLogIn: fc
    .tuple(tenant, fc.constantFrom('office' as const, 'agent' as const))
    .map((input) => domain.decideLogIn(...input)),
  decideSameTenant: fc.tuple(tenant, party, party).map((input) => domain.decideSameTenant(...input)),
  decideSend: send.map(domain.decideSend),
  decideSignal: fc
    .record({ signal, kind, options, from: author, to: author, relation, invisible: fc.boolean() })
    .map(domain.decideSignal),
  decideStamp: fc
    .tuple(policy, policy)
    .map(([live, kept]) => domain.decideStamp(domain.decidePolicy(live), domain.decidePolicy(kept))),
  decideStart: fc.tuple(tenant, party, party).map((input) => domain.decideStart(...input)),
  decideStatus: fc
    .tuple(one(...seatKinds), one(...seatStatuses))
    .map((input) => domain.decideStatus(...input)),
  decideTranscript: monitor.map(domain.decideTranscript),
  decideWithinHistory: fc
    .tuple(history, fc.integer({ min: 1, max: 100 }))
    .map(([facts, seq]) => domain.decideWithinHistory(domain.decideHistory(facts), seq)),
  decideWrittenIn: fc
    .tuple(fc.option(fc.nat(3)), interaction)
    .map((input) => domain.decideWrittenIn(...input)),
  decideVisitor: fc.tuple(visitor, visitor).map((input) => domain.decideVisitor(...input)),
};

/** Decides which messages are counted, not what anybody may do or see: it has no answer to carry a rule. */
const counting = new Set(['decideUnread']);

/** Every object within an answer that is a decision, or says by its field `rule` that it stands on one. */
function decisionsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(decisionsIn);
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Record<string, unknown>;
  const inner = Object.values(fields).flatMap(decisionsIn);
  return 'allowed' in fields || 'rule' in fields ? [fields, ...inner] : inner;
}

const codes = Object.keys(refusalSentences);

function hasReason({ rule, allowed, code }: Record<string, unknown>): boolean {
  if (typeof rule !== 'string' || !known.has(rule)) return false;
  return allowed === false ? codes.some((word) => word === code) : code === undefined;
}

function expectReasons(answer: unknown): void {
  const decisions = decisionsIn(answer);
  expect(decisions.filter((decision) => !hasReason(decision))).toEqual([]);
  const top = Array.isArray(answer) ? answer.length : 1;
  expect(decisions.length).toBeGreaterThanOrEqual(top);
}

describe('every decision', () => {
  it('[EXPL-1] is asked here', () => {
    const decide = Object.keys(domain).filter((name) => name.startsWith('decide') && !counting.has(name));
    expect(Object.keys(deciders).toSorted()).toEqual(decide.toSorted());
  });

  it.each(Object.keys(deciders))('[EXPL-1] names a known rule, and for a no a known code: %s', (name) => {
    const answers = deciders[name];
    expect(answers).toBeDefined();
    if (answers) fc.assert(fc.property(answers, expectReasons));
  });

  it('[EXPL-1, EXPL-2] keeps its rule within an explanation', () => {
    fc.assert(fc.property(explained, (facts) => expectReasons(domain.explain(facts))));
  });

  it('[EXPL-2] explains with the answers of the same tables', () => {
    fc.assert(
      fc.property(explained, (facts) => {
        const { tenant: company, from, to } = facts;
        const answer = domain.explain(facts);
        expect(answer.start).toEqual(domain.decideStart(company, from, to));
        const sender = { ...from, loggedIn: true };
        const receiver = { ...to, loggedIn: true };
        const none = { running: false } as const;
        const target = { to: 'seat', kind: answer.conversation, receiver, interaction: none } as const;
        expect(answer.send).toEqual(
          domain.decideSend({ tenant: company, sender, relation: 'member', body: 'plain', target }),
        );
      }),
    );
  });

  it('[EXPL-3] explains alike whoever is logged in', () => {
    fc.assert(
      fc.property(explained, fc.boolean(), fc.boolean(), (facts, fromThere, toThere) => {
        const from = { ...facts.from, loggedIn: fromThere };
        const to = { ...facts.to, loggedIn: toThere };
        expect(domain.explain({ ...facts, from, to })).toEqual(domain.explain(facts));
      }),
    );
  });
});

describe('every refusal', () => {
  const lineOf = ({ rule, code }: Record<string, unknown>) => `${String(rule)} ${String(code)}`;

  it.each(Object.entries(refusalCases))('[EXPL-1] gives its own reason: %s', (_, cases) => {
    const wrong = cases.filter(({ is, answer }) => answer.allowed || lineOf({ ...answer }) !== is);
    expect(wrong).toEqual([]);
  });

  it.each(Object.keys(deciders))('[EXPL-1] stands in the table, whatever is asked: %s', (name) => {
    const answers = fc.sample(deciders[name] ?? fc.constant(null), { numRuns: 4000, seed: 1 });
    const found = answers.flatMap(decisionsIn).filter(({ allowed }) => allowed === false);
    const table = new Set<string>(refusalCases[name]?.map(({ is }) => is));
    expect([...new Set(found.map(lineOf))].filter((line) => !table.has(line))).toEqual([]);
  });

  it('[EXPL-1] is of a code that some case of the table gives', () => {
    const given = Object.values(refusalCases).flatMap((cases) => cases.map(({ is }) => is.split(' ')[1]));
    expect(codes.filter((code) => !given.includes(code))).toEqual([]);
    expect(Object.keys(refusalCases).filter((name) => !(name in deciders))).toEqual([]);
  });
});

describe('the list of rules', () => {
  it('[EXPL-1] holds each rule once', () => {
    expect(domain.ruleIds.length).toBe(known.size);
    expect(domain.ruleIds.length).toBe(129);
    expect(known.has('START-12') && known.has('DEL-7') && known.has('EXPL-4')).toBe(true);
    expect(known.has('SIG-1') || known.has('SIG-2')).toBe(false);
  });
});
