// The server of `npm run dev`: node scripts/dev-server.mjs <bundle of the command line>
import { pathToFileURL } from 'node:url';

process.setSourceMapsEnabled(true);
const { main } = await import(pathToFileURL(process.argv[2]).href);
await main(['start']);
// An attached debugger would keep the process, and its port, beyond its end.
process.kill(process.pid, 'SIGKILL');
