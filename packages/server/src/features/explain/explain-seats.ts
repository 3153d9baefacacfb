import { decideExplain, explain, type Explanation } from '@tieline/domain';
import { abilityOf, type ExplainView, type SeatId } from '@tieline/protocol';
import { loadAssignments, loadGroupPolicies } from '../../store/load-policies.ts';
import { loadSeats, loadSupervisors, type SeatRecord } from '../../store/load-seats.ts';
import { loadTenant } from '../../store/load-tenant.ts';
import type { TenantDb } from '../../store/store.ts';
import { type Answer, no, refused, yes } from '../answer.ts';
import type { Actor, Context } from '../context.ts';
import { readAs } from '../read-as.ts';

interface Pair {
  readonly from: SeatId;
  readonly to: SeatId;
}

/** EXPL-2, for an administrator: may A message B, what would B see, who could monitor it, and by which rule. */
export async function explainSeats(
  context: Context,
  actor: Actor,
  input: Pair,
): Promise<Answer<ExplainView>> {
  const may = decideExplain(actor);
  if (!may.allowed) return refused(may);
  return readAs(context, actor, async (db) => {
    const view = await loadExplanation(db, input);
    return view ? yes(view) : no('not-found');
  });
}

/** The explanation for two seats of the tenant; null where either does not exist there. */
export async function loadExplanation(db: TenantDb, { from, to }: Pair): Promise<ExplainView | null> {
  const seats = await loadSeats(db, [from, to]);
  const sender = seats.get(from);
  const receiver = seats.get(to);
  if (!sender || !receiver) return null;
  const tenant = await loadTenant(db);
  const groups = await loadGroupPolicies(db, [from, to]);
  const supervisors = await loadSupervisors(db);
  const assignments = await loadAssignments(db);
  const explanation = explain({
    tenant: tenant.facts,
    from: sender.facts,
    to: receiver.facts,
    options: tenant.optionSettings,
    monitoring: { tenant: tenant.monitoring, groups: groups.monitoring },
    transcripts: { tenant: tenant.transcripts, groups: groups.transcripts },
    supervisors: supervisors.map(({ facts }) => ({
      seat: facts.seat,
      assignedGroups: assignments.get(facts.seat)?.groups ?? [],
      assignedQueues: assignments.get(facts.seat)?.queues ?? [],
    })),
  });
  return shape(
    explanation,
    new Map([sender, receiver, ...supervisors].map((seat) => [seat.facts.seat, seat])),
    [sender, receiver],
  );
}

type Named = ReadonlyMap<SeatId, SeatRecord>;

/** The wire form: names for seats, sentences for refusals. */
function shape(explanation: Explanation, seats: Named, officeSeats: readonly SeatRecord[]): ExplainView {
  const nameOf = (seat: SeatId): string => seats.get(seat)?.name ?? officeNameOf(seat, officeSeats);
  const { from, to, monitoring, presence } = explanation;
  const reader = (of: Explanation['history'][number]['reader']): string =>
    `${nameOf(of.seat)} (${of.surface}, ${of.relation})`;
  return {
    from: { seat: from.seat, kind: from.kind, name: nameOf(from.seat) },
    to: { seat: to.seat, kind: to.kind, name: nameOf(to.seat) },
    conversation: explanation.conversation,
    start: abilityOf(explanation.start),
    send: abilityOf(explanation.send),
    answer: abilityOf(explanation.answer),
    delivery: { rule: explanation.delivery.rule, sentence: explanation.delivery.sentence },
    presence: { fromSees: presenceOf(presence.fromSees), toSees: presenceOf(presence.toSees) },
    history: explanation.history.map((one) => ({
      reader: reader(one.reader),
      rule: one.rule,
      sentence: one.sentence,
    })),
    content: explanation.content.map((one) => ({
      reader: reader(one.reader),
      rule: one.rule,
      sentence: one.sentence,
    })),
    signals: {
      typing: abilityOf(explanation.signals.typing),
      receipts: abilityOf(explanation.signals.receipts),
    },
    options: explanation.options.map((one) => ({
      option: one.option,
      rule: one.rule,
      value: one.value,
      source: one.source,
      sentence: one.sentence,
    })),
    monitoring: {
      live: abilityOf(monitoring.live),
      transcript: abilityOf(monitoring.transcript),
      source: monitoring.source,
      supervisors: monitoring.supervisors.map(({ seat, may }) => ({
        seat,
        name: nameOf(seat),
        may: abilityOf(may),
      })),
    },
  };
}

function presenceOf({
  roster,
  rule,
  sentence,
}: Explanation['presence']['fromSees']): ExplainView['presence']['fromSees'] {
  return { roster, rule, sentence };
}

/** An archive is read from the office seat of the same person, who has the same name. */
function officeNameOf(seat: SeatId, seats: readonly SeatRecord[]): string {
  return seats.find((one) => one.facts.officeSeat === seat)?.name ?? '';
}
