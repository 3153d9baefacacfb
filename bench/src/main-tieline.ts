// A command of the built server, in this very process: what `npm run tieline` comes down to once everything is built.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface BuiltServer {
  main(args: readonly string[]): Promise<number>;
}

const built = pathToFileURL(join(process.cwd(), 'packages', 'server', 'dist', 'cli.js')).href;
const { main } = (await import(built)) as BuiltServer;
process.exitCode = await main(process.argv.slice(2));
