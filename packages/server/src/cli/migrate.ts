import { loadConfig } from '../config.ts';
import type { CliCommand } from './command.ts';
import { openDatabase } from './database.ts';

export const migrateCommand: CliCommand = {
  name: 'migrate',
  usage: 'migrate',
  summary: 'Brings the database to the schema of this version, and nothing else',
  run: async (_, env) => {
    const database = await openDatabase(
      loadConfig(env),
      (level, text) => level === 'error' && console.error(text),
    );
    await database.close();
    console.log('The database has the schema of this version.');
    return 0;
  },
};
