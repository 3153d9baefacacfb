import { openEmbeddedDatabase } from './index.ts';

/** A program that opens the folder it is given, tells of it in one line and lives until it is killed. */
const [folder = ''] = process.argv.slice(2);
const log = (level: string, text: string) => process.stderr.write(`${level} ${text}\n`);
const database = await openEmbeddedDatabase({ folder, log });
process.stdout.write(`${JSON.stringify({ url: database.url, pid: database.pid() })}\n`);
