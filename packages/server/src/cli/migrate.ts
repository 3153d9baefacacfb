import { loadConfig } from '../config.ts';
import { readArguments } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { openForCommand } from './database.ts';

export const migrateCommand: CliCommand = {
  name: 'migrate',
  usage: 'migrate',
  summary: 'Brings the database to the schema of this version, and nothing else',
  run: async (args, env) => {
    readArguments(args, { usage: 'migrate' });
    const database = await openForCommand(loadConfig(env), 'write');
    await database.close();
    console.log('The database has the schema of this version.');
    return 0;
  },
};
