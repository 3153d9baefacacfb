/** A command of the command line. */
export interface CliCommand {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number>;
}

export function commandHelp(commands: readonly CliCommand[]): string {
  const width = Math.max(...commands.map((command) => command.usage.length));
  const lines = commands.map((command) => `  ${command.usage.padEnd(width)}  ${command.summary}`);
  return ['Usage: npm run tieline -- <command>', '', ...lines].join('\n');
}
