import type { Ability, ExplainView, SeatId, SeatKind } from '@tieline/protocol';
import { seatKinds } from '@tieline/protocol';
import { loadConfig } from '../config.ts';
import { loadExplanation } from '../features/explain/explain-seats.ts';
import { loadSeatByEmail } from '../store/load-seats.ts';
import { loadTenantBySlug } from '../store/load-tenant.ts';
import type { Store } from '../store/store.ts';
import { StartupFault } from '../startup-fault.ts';
import { readArguments } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { openForCommand } from './database.ts';

const seatName = '<e-mail>/<office|agent>';
const syntax = ['<company>', seatName, seatName];
const usage = `explain ${syntax.join(' ')} [--json]`;

export const explainCommand: CliCommand = {
  name: 'explain',
  usage,
  summary: 'May one seat message the other, what would be seen, who could look on, and by which rule',
  run: async (args, env) => {
    const { words, options } = readArguments(args, { usage, words: syntax, options: ['--json'] });
    const [company = '', from = '', to = ''] = words;
    // Parsed before the database is opened, which a mistake in a name does not need.
    const seats = [parseSeatName(from), parseSeatName(to)] as const;
    const database = await openForCommand(loadConfig(env), 'read');
    try {
      const view = await loadForNames(database.store, company, seats);
      console.log(options.has('--json') ? JSON.stringify(view, null, 2) : printExplanation(view));
      return 0;
    } finally {
      await database.close();
    }
  },
};

interface SeatName {
  readonly email: string;
  readonly kind: SeatKind;
}

async function loadForNames(
  store: Store,
  company: string,
  [from, to]: readonly [SeatName, SeatName],
): Promise<ExplainView> {
  const tenant = await loadTenantBySlug(store, company);
  if (!tenant) throw new StartupFault(`There is no company "${company}".`);
  return store.read(tenant.facts.id, async (db) => {
    const seatOf = async ({ email, kind }: SeatName): Promise<SeatId> => {
      const seat = await loadSeatByEmail(db, email, kind);
      if (seat === null) throw new StartupFault(`Nobody in ${company} has the ${kind} seat ${email}.`);
      return seat;
    };
    const view = await loadExplanation(db, { from: await seatOf(from), to: await seatOf(to) });
    if (!view) throw new StartupFault('One of the two seats was removed just now.');
    return view;
  });
}

function parseSeatName(name: string): SeatName {
  const at = name.lastIndexOf('/');
  const kind = seatKinds.find((one) => one === name.slice(at + 1));
  if (at < 1 || !kind)
    throw new StartupFault(`"${name}" is not a seat; write it as ada@harbor.example/agent.`);
  return { email: name.slice(0, at).toLowerCase(), kind };
}

function yesOrNo(ability: Ability): string {
  return ability.allowed ? `yes, by ${ability.rule}` : `no, by ${ability.rule}: ${ability.sentence}`;
}

/** The explanation for a person at a terminal. */
export function printExplanation(view: ExplainView): string {
  const { from, to, presence, monitoring } = view;
  const presenceLine = (who: string, whom: string, look: ExplainView['presence']['fromSees']): string =>
    `  ${who} sees ${whom}: ${look.rule}: ${look.sentence}`;
  return [
    `${from.name} (${from.kind}) -> ${to.name} (${to.kind}): ${view.conversation} chat`,
    '',
    `May start      ${yesOrNo(view.start)}`,
    `May send       ${yesOrNo(view.send)}`,
    `May answer     ${yesOrNo(view.answer)}`,
    `Delivery       ${view.delivery.rule}: ${view.delivery.sentence}`,
    `Typing         ${yesOrNo(view.signals.typing)}`,
    `Receipts       ${yesOrNo(view.signals.receipts)}`,
    'Options',
    ...view.options.map(
      ({ option, rule, value, source, sentence }) =>
        `  ${option}: ${value} (${source}), ${rule}: ${sentence}`,
    ),
    `Looking on     ${yesOrNo(monitoring.live)}`,
    `Transcript     ${yesOrNo(monitoring.transcript)}`,
    `               ${monitoring.source}`,
    ...monitoring.supervisors.map((one) => `  ${one.name}: ${yesOrNo(one.may)}`),
    'Presence',
    presenceLine(from.name, to.name, presence.fromSees),
    presenceLine(to.name, from.name, presence.toSees),
    'History',
    ...view.history.map((one) => `  ${one.reader}: ${one.rule}: ${one.sentence}`),
    'Content',
    ...view.content.map((one) => `  ${one.reader}: ${one.rule}: ${one.sentence}`),
  ].join('\n');
}
