import type { RefusedView } from '@tieline/protocol';
import { loadConfig } from '../config.ts';
import { refusedView } from '../features/refusals/load-refusals.ts';
import { StartupFault } from '../startup-fault.ts';
import { loadTenantBySlug } from '../store/load-tenant.ts';
import { loadRefusals } from '../store/refusals.ts';
import { readArguments } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { openForCommand } from './database.ts';

const usage = 'refusals <company> [--json]';
/** With `--json`: as many as are stored. */
const mostAsJson = 1000;
/** For a person at a terminal. */
const mostPrinted = 50;

export const refusalsCommand: CliCommand = {
  name: 'refusals',
  usage,
  summary:
    'What the rules have refused in a company lately: when, to whom, by which rule; never what was written',
  run: async (args, env) => {
    const { words, options } = readArguments(args, { usage, words: ['<company>'], options: ['--json'] });
    const [company = ''] = words;
    const asJson = options.has('--json');
    const database = await openForCommand(loadConfig(env), 'read');
    try {
      const tenant = await loadTenantBySlug(database.store, company);
      if (!tenant) throw new StartupFault(`There is no company "${company}".`);
      const records = await database.store.read(tenant.facts.id, (db) =>
        loadRefusals(db, { after: null, limit: asJson ? mostAsJson : mostPrinted }),
      );
      const views = records.map(refusedView);
      console.log(asJson ? JSON.stringify(views, null, 2) : printRefusals(views));
      return 0;
    } finally {
      await database.close();
    }
  },
};

/** A line for each refusal, the newest first. */
export function printRefusals(refusals: readonly RefusedView[]): string {
  if (refusals.length === 0) return 'Nothing was refused lately.';
  return refusals
    .map(({ at, by, operation, rule, times, sentence, conversation }) =>
      [
        at,
        `${by.name} (${by.kind})`,
        operation,
        `${rule}: ${sentence}`,
        ...(times > 1 ? [`${times} times`] : []),
        ...(conversation === null ? [] : [`in ${conversation}`]),
      ].join('  '),
    )
    .join('\n');
}
