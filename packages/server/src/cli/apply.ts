import { loadCompanyFile } from '../companies/load-company-file.ts';
import { printErrors, printPlan } from '../companies/print-plan.ts';
import { loadConfig } from '../config.ts';
import { applyCompany } from '../features/companies/apply-company.ts';
import { readArguments } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { openForCommand } from './database.ts';

const usage = 'apply <company.yaml> [--dry-run] [--take-over]';

export const applyCommand: CliCommand = {
  name: 'apply',
  usage,
  summary: 'Makes a company what its file says; a dry run only tells what would change',
  run: async (args, env) => {
    const { words, options } = readArguments(args, {
      usage,
      words: ['<company.yaml>'],
      options: ['--dry-run', '--take-over'],
    });
    const [path = ''] = words;
    const [dryRun, takesOver] = [options.has('--dry-run'), options.has('--take-over')];
    const answer = await loadCompanyFile(path);
    if (!answer.ok) {
      process.stderr.write(printErrors(path, answer.errors));
      return 1;
    }
    const database = await openForCommand(loadConfig(env), dryRun ? 'read' : 'write');
    try {
      const applied = await applyCompany(answer.file, { store: database.store, dryRun, takesOver });
      if (applied.is === 'refused') {
        process.stderr.write(printErrors(path, applied.errors));
        return 1;
      }
      process.stdout.write(
        printPlan(applied.changes, applied.unmanaged, applied.is === 'planned' ? 'dry-run' : 'applied'),
      );
      return 0;
    } finally {
      await database.close();
    }
  },
};
