import { suggestionFor, UsageFault } from './cli/arguments.ts';
import { commandHelp, type CliCommand } from './cli/command.ts';
import { applyCommand } from './cli/apply.ts';
import { explainCommand } from './cli/explain.ts';
import { migrateCommand } from './cli/migrate.ts';
import { refusalsCommand } from './cli/refusals.ts';
import { startCommand } from './cli/start.ts';
import { StartupFault } from './startup-fault.ts';
import { DatabaseFault } from '@tieline/embedded-postgres';

const cliCommands: readonly CliCommand[] = [
  startCommand,
  migrateCommand,
  applyCommand,
  explainCommand,
  refusalsCommand,
];

/**
 * Runs a command line, such as `['start']`. Returns the exit code: 0 done, 1 failed, 2 not understood. A fault that the
 * person can correct is printed as one sentence, without a stack.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  const command = cliCommands.find((one) => one.name === name);
  if (!command) {
    const wantsHelp = name === undefined || ['help', '--help', '-h'].includes(name);
    if (!wantsHelp) {
      const suggestion = suggestionFor(
        name,
        cliCommands.map((one) => one.name),
      );
      console.error(`There is no command "${name}"${suggestion}\n`);
    }
    (wantsHelp ? console.log : console.error)(commandHelp(cliCommands));
    return wantsHelp ? 0 : 2;
  }
  try {
    return await command.run(rest, process.env);
  } catch (error) {
    if (!(error instanceof StartupFault || error instanceof DatabaseFault)) throw error;
    console.error(error.sentence);
    return error instanceof UsageFault ? 2 : 1;
  }
}
