import { loadConfig } from '../config.ts';
import type { CliCommand } from './command.ts';
import { visitDatabase } from './database.ts';

export const migrateCommand: CliCommand = {
  name: 'migrate',
  usage: 'migrate',
  summary: 'Brings the database to the schema of this version, and nothing else',
  run: async (_, env) => {
    const database = await visitDatabase(loadConfig(env));
    await database.close();
    console.log('The database has the schema of this version.');
    return 0;
  },
};
